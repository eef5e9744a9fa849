# SPDX-License-Identifier: Apache-2.0
# What browsers run: TypeScript below http/web/islands/, made into modules by its build.mjs with the two packages that
# script/bootstrap installs by the committed lock file. No network; only made anew when a source or a catalogue has changed.
find_program(PALABRE_NODE node REQUIRED)
set(PALABRE_NODE_MODULES ${CMAKE_SOURCE_DIR}/build/node/islands/node_modules CACHE PATH "Where script/bootstrap put esbuild and TypeScript")

# palabre_islands(OUT FOLDER): sets OUT to the files that will stand in FOLDER.
function(palabre_islands out folder)
  foreach(package esbuild typescript)
    if(NOT EXISTS ${PALABRE_NODE_MODULES}/${package}/package.json)
      message(FATAL_ERROR "${package} is not in ${PALABRE_NODE_MODULES}: script/bootstrap installs it")
    endif()
  endforeach()
  set(source ${CMAKE_SOURCE_DIR}/http/web/islands)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${source}/*.ts ${source}/*.mjs ${source}/tsconfig.json ${source}/package-lock.json)
  file(GLOB catalogues CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/http/messages/*.json)
  set(files)
  foreach(name islands.fr.js islands.en.js service_worker.js icon-192.png icon-512.png)
    list(APPEND files ${folder}/${name})
  endforeach()
  add_custom_command(
    OUTPUT ${files}
    COMMAND ${PALABRE_NODE} ${source}/build.mjs ${PALABRE_NODE_MODULES} ${folder}
    DEPENDS ${sources} ${catalogues}
    COMMENT "Making what browsers run"
    VERBATIM)
  set(${out} ${files} PARENT_SCOPE)
endfunction()
