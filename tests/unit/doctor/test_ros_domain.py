import pytest

from patrol.doctor import ros_domain


@pytest.mark.parametrize(
    ('domain', 'level'),
    [('', 'ok'), ('0', 'ok'), ('101', 'ok'), ('150', 'warning'), ('233', 'error'), ('x', 'error')],
)
def test_the_domain_must_have_ports(domain, level):
    (finding,) = ros_domain.check({'ROS_DOMAIN_ID': domain})
    assert finding.level == level


@pytest.mark.parametrize(
    'variable', [{'ROS_DISCOVERY_SERVER': '10.0.0.1:11811'}, {'ROS_LOCALHOST_ONLY': '1'}]
)
def test_a_variable_that_hides_nodes_is_named(variable):
    _, finding = ros_domain.check(variable)
    assert finding.level == 'warning'
    assert next(iter(variable)) in finding.sentence
