# One module = one folder below src/xom = one namespace = one target xom::<name>.
#
#   xom_module(strax LEVEL 2 USES base columns LINKS PkgConfig::BLOSC TEST_USES testkit)
#   xom_module(exec LEVEL 5 FOLDERS job native slurm USES base model)
#
# Sources are the folder's *.cc; *_test.cc become one test program, each *_fuzz.cc one fuzz target
# (preset fuzz only). A large module has FOLDERS, lowest first; they share its namespace and its target. A
# folder includes those before it, what lies at the top of the module includes them all. USES may name
# modules of a lower level only; tests/check_layers.py compares the #include lines with both. LINKS are
# outside libraries: their headers stay in .cc files.
# TEST_USES may name any module. HOT: rows pass through it, the release build optimises it fully; COLD: it
# waits for people, files or networks, and is compiled the quicker way.

find_package(GTest REQUIRED)

# gcc 12 sees overlapping copies in std::string that are none (gcc bug 105329).
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  add_compile_options(-Wno-restrict)
endif()

function(xom_module name)
  cmake_parse_arguments(M "HOT;COLD" "LEVEL" "FOLDERS;USES;LINKS;TEST_USES" ${ARGN})
  set(dir ${CMAKE_SOURCE_DIR}/src/xom/${name})
  set(folders ${dir})
  foreach(folder ${M_FOLDERS})
    list(APPEND folders ${dir}/${folder})
  endforeach()
  list(TRANSFORM folders APPEND /*.cc OUTPUT_VARIABLE every)
  list(TRANSFORM folders APPEND /*_test.cc OUTPUT_VARIABLE every_test)
  list(TRANSFORM folders APPEND /*_fuzz.cc OUTPUT_VARIABLE every_fuzz)
  file(GLOB sources CONFIGURE_DEPENDS ${every})
  file(GLOB tests CONFIGURE_DEPENDS ${every_test})
  file(GLOB fuzzers CONFIGURE_DEPENDS ${every_fuzz})
  list(REMOVE_ITEM sources ${tests} ${fuzzers} ${dir}/main.cc)

  set(visibility PUBLIC)
  if(sources)
    add_library(xom_${name} STATIC ${sources})
  else()
    add_library(xom_${name} INTERFACE)
    set(visibility INTERFACE)
  endif()
  add_library(xom::${name} ALIAS xom_${name})
  if(XOM_UNITY AND sources)
    set_target_properties(xom_${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 21)
    target_compile_options(xom_${name} PRIVATE -Wno-subobject-linkage)  # a unit is no header
  endif()
  target_include_directories(xom_${name} ${visibility} ${CMAKE_SOURCE_DIR}/src)
  foreach(used ${M_USES})
    target_link_libraries(xom_${name} ${visibility} xom::${used})
  endforeach()
  if(sources)
    target_compile_options(xom_${name} PRIVATE -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Werror)
    target_link_libraries(xom_${name} PRIVATE ${M_LINKS})
    if(M_HOT)
      target_compile_options(xom_${name} PRIVATE $<$<CONFIG:Release>:-O3>)
    elseif(M_COLD)
      target_compile_options(xom_${name} PRIVATE $<$<CONFIG:Release>:-O1> $<$<CONFIG:Debug>:-O0>)
    endif()
  endif()

  if(tests AND NOT XOM_FUZZ)
    add_executable(xom_${name}_test ${tests})
    target_compile_options(xom_${name}_test PRIVATE -Wall -Wextra -Werror $<$<CONFIG:Debug>:-O0>)
    if(XOM_UNITY)
      set_target_properties(xom_${name}_test PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 4)
      target_compile_options(xom_${name}_test PRIVATE -Wno-subobject-linkage)
    endif()
    target_compile_definitions(xom_${name}_test PRIVATE XOM_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    target_link_libraries(xom_${name}_test PRIVATE xom::${name} ${M_LINKS} GTest::gmock GTest::gtest_main)
    foreach(used ${M_TEST_USES})
      target_link_libraries(xom_${name}_test PRIVATE xom::${used})
    endforeach()
    add_test(NAME ${name} COMMAND xom_${name}_test)
    set_tests_properties(${name} PROPERTIES TIMEOUT 300)
  endif()

  if(XOM_FUZZ)
    foreach(fuzzer ${fuzzers})
      get_filename_component(target ${fuzzer} NAME_WE)
      add_executable(${target} ${fuzzer})
      target_link_libraries(${target} PRIVATE xom::${name} ${M_LINKS})
      target_link_options(${target} PRIVATE -fsanitize=fuzzer,address,undefined)
    endforeach()
  endif()
endfunction()
