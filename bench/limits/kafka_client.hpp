// SPDX-License-Identifier: Apache-2.0
// What bare programs over Kafka share: librdkafka's settings, and an end with a word where something is wrong.
#pragma once

#include <librdkafka/rdkafka.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace palabre::bench {

[[noreturn]] inline void fail(const char* what) {
    std::fprintf(stderr, "%s\n", what);
    std::exit(1);
}

/// Settings as a client takes them over; each must be known.
inline rd_kafka_conf_t* settings(std::initializer_list<std::pair<const char*, const char*>> all) {
    char why[256];
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    for (const auto& [name, value] : all)
        if (rd_kafka_conf_set(conf, name, value, why, sizeof why) != RD_KAFKA_CONF_OK) fail(why);
    return conf;
}

/// Takes `conf` over. Lives until the process ends.
inline rd_kafka_t* client(rd_kafka_type_t type, rd_kafka_conf_t* conf) {
    char why[256];
    rd_kafka_t* made = rd_kafka_new(type, conf, why, sizeof why);
    if (made == nullptr) fail(why);
    return made;
}

/// Hands a record for partition 0 over; takes `headers` over, too, unless it fails.
inline rd_kafka_resp_err_t append(rd_kafka_t* producer, const char* topic, std::string_view key, std::string_view value,
                                  rd_kafka_headers_t* headers, void* opaque) {
    std::array<rd_kafka_vu_t, 7> fields{};
    std::size_t count = 0;
    const auto field = [&](rd_kafka_vtype_t type) -> rd_kafka_vu_t& {
        fields[count].vtype = type;
        return fields[count++];
    };
    field(RD_KAFKA_VTYPE_TOPIC).u.cstr = topic;
    field(RD_KAFKA_VTYPE_PARTITION).u.i32 = 0;
    field(RD_KAFKA_VTYPE_MSGFLAGS).u.i = RD_KAFKA_MSG_F_COPY;
    // They only read what they copy; the interface knows no const.
    field(RD_KAFKA_VTYPE_KEY).u.mem = {const_cast<char*>(key.data()), key.size()};
    field(RD_KAFKA_VTYPE_VALUE).u.mem = {const_cast<char*>(value.data()), value.size()};
    field(RD_KAFKA_VTYPE_OPAQUE).u.ptr = opaque;
    if (headers != nullptr) field(RD_KAFKA_VTYPE_HEADERS).u.headers = headers;
    rd_kafka_error_t* failed = rd_kafka_produceva(producer, fields.data(), count);
    if (failed == nullptr) return RD_KAFKA_RESP_ERR_NO_ERROR;
    const rd_kafka_resp_err_t code = rd_kafka_error_code(failed);
    rd_kafka_error_destroy(failed);
    return code;
}

} // namespace palabre::bench
