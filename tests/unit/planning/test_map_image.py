import numpy as np
import pytest

from patrol.planning.map_image import Thresholds, image_cells


def cells(values, mode='trinary', negate=False, occupied=0.65, free=0.196, dtype=np.uint8):
    image = np.array(values, dtype=dtype)
    return image_cells(image, Thresholds(mode, negate, occupied, free)).tolist()


def test_trinary_is_white_free_black_occupied_grey_unknown():
    assert cells([[255, 0, 205, 206]]) == [[0, 100, -1, 0]]


def test_negate_takes_white_for_occupied():
    assert cells([[255, 0, 128]], negate=True) == [[100, 0, -1]]


def test_the_lowest_row_of_the_image_is_row_zero():
    assert cells([[0], [255]]) == [[0], [100]]


def test_thresholds_are_exclusive_as_in_map_server():
    # 51 of 255 is exactly 0.2, 153 exactly 0.6
    assert cells([[51, 153]], negate=True, occupied=0.6, free=0.2) == [[-1, -1]]


def test_scale_is_linear_between_the_thresholds():
    shades = [[255, 0, 127, 153]]
    assert cells(shades, mode='scale', occupied=0.9, free=0.1) == [[0, 100, 50, 38]]


def test_scale_takes_transparent_pixels_for_unknown():
    image = [[[255, 255, 255, 255], [255, 255, 255, 0], [0, 0, 0, 100]]]
    assert cells(image, mode='scale') == [[0, -1, -1]]


def test_trinary_averages_alpha_into_the_shade_as_map_server_does():
    image = [[[255, 255, 255, 255], [255, 255, 255, 0], [0, 0, 0, 255], [0, 0, 0, 0]]]
    assert cells(image) == [[0, -1, 100, 100]]


def test_raw_keeps_values_up_to_a_hundred():
    assert cells([[0, 42, 100, 101, 255]], mode='raw') == [[0, 42, 100, -1, -1]]


@pytest.mark.parametrize('shape', [(1, 2, 1), (1, 2, 3)])
def test_colours_are_averaged(shape):
    image = np.zeros(shape, np.uint8)
    image[0, 1] = 255
    assert cells(image) == [[100, 0]]


def test_sixteen_bits():
    assert cells([[65535, 0, 30000]], dtype=np.uint16) == [[0, 100, -1]]
