# The wheels' exported *__rosidl_generator_py targets carry include directories of the container
# they were built in, and CMake stops at a directory that does not exist. Given as
# CMAKE_PROJECT_INCLUDE, this drops them when configuring ends; no file of the wheels is patched.
function(_drop_missing_includes)
  get_property(_targets DIRECTORY PROPERTY IMPORTED_TARGETS)
  foreach(_t IN LISTS _targets)
    if(_t MATCHES "__rosidl_generator_py$")
      get_target_property(_dirs ${_t} INTERFACE_INCLUDE_DIRECTORIES)
      set(_keep "")
      foreach(_d IN LISTS _dirs)
        if(IS_DIRECTORY "${_d}")
          list(APPEND _keep "${_d}")
        endif()
      endforeach()
      set_target_properties(${_t} PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${_keep}")
    endif()
  endforeach()
endfunction()
cmake_language(DEFER CALL _drop_missing_includes)
