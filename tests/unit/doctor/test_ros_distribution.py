from patrol.doctor import ros_distribution


def test_no_ros_and_jazzy_are_fine():
    assert ros_distribution.check({})[0].level == 'ok'
    assert ros_distribution.check({'ROS_DISTRO': 'jazzy'})[0].level == 'ok'


def test_another_distribution_is_refused_by_name():
    (finding,) = ros_distribution.check({'ROS_DISTRO': 'humble'})
    assert finding.level == 'error'
    assert 'humble' in finding.sentence
    assert 'jazzy' in finding.cure
