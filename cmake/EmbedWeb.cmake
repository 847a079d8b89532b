# The built pages (web/dist) become part of the library xom_api: the binary alone serves everything.
# Without them the list is empty, and `/` says how to build them.

set(web_dist ${CMAKE_SOURCE_DIR}/web/dist)
file(GLOB_RECURSE web_files CONFIGURE_DEPENDS ${web_dist}/*)
set(web_source ${CMAKE_BINARY_DIR}/web_files.cc)
add_custom_command(
  OUTPUT ${web_source}
  COMMAND python3 ${CMAKE_SOURCE_DIR}/cmake/embed_web.py ${web_dist} ${web_source}
  DEPENDS ${CMAKE_SOURCE_DIR}/cmake/embed_web.py ${web_files}
  COMMENT "Embedding the pages"
  VERBATIM)
target_sources(xom_api PRIVATE ${web_source})
# Large and full of templates: compiled alone.
set_source_files_properties(${web_source} ${CMAKE_SOURCE_DIR}/src/xom/api/server/server.cc PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
