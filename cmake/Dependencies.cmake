# SPDX-License-Identifier: Apache-2.0
# Every library that is linked, with the one reason for it in docs/dependencies.md.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(fmt REQUIRED)
find_package(simdjson REQUIRED)
find_package(doctest REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(ZLIB REQUIRED)
find_package(EXPAT REQUIRED)
find_package(CLI11 REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(MD4C REQUIRED IMPORTED_TARGET md4c-html)
pkg_check_modules(PROMETHEUS REQUIRED IMPORTED_TARGET prometheus-cpp-core) # its CMake package drags civetweb and curl in
pkg_check_modules(RDKAFKA REQUIRED IMPORTED_TARGET rdkafka)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(GMIME REQUIRED gmime-3.0) # core/CMakeLists.txt gives its headers to one file
pkg_check_modules(IMAGES REQUIRED libjpeg libpng libwebp libwebpdemux lcms2) # their headers need no path of their own
find_library(PALABRE_STEMMER stemmer REQUIRED) # Snowball; Debian gives it neither pkg-config nor CMake
pkg_check_modules(CTEMPLATE REQUIRED IMPORTED_TARGET libctemplate)

if(PALABRE_ROCKSDB_ROOT)
  list(PREPEND CMAKE_PREFIX_PATH ${PALABRE_ROCKSDB_ROOT})
endif()
find_package(RocksDB REQUIRED)
if(TARGET RocksDB::rocksdb-shared)
  set(PALABRE_ROCKSDB RocksDB::rocksdb-shared)
else()
  set(PALABRE_ROCKSDB RocksDB::rocksdb)
endif()
