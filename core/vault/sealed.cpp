// SPDX-License-Identifier: Apache-2.0
#include "core/vault/sealed.hpp"

#include "core/base/base64url.hpp"
#include "core/vault/aead.hpp"

namespace palabre {
namespace {

std::string bound(const SealContext& context, std::string_view of, PersonalClass personal_class) {
    using namespace std::string_literals;
    std::string bytes = "palabre/1/sealed\0"s;
    aead::append_prefixed(bytes, context.community.text());
    aead::append_prefixed(bytes, context.command.text());
    aead::append_prefixed(bytes, context.type);
    aead::append_prefixed(bytes, of);
    aead::append_prefixed(bytes, class_text(personal_class));
    return bytes;
}

} // namespace

SealedBox seal(const SealContext& context, std::string_view of, PersonalClass personal_class, const SecretKey& key,
               Random& random, std::string_view plain) {
    const std::string box = aead::close(key, random, bound(context, of, personal_class), plain);
    return {.of = std::string(of), .personal_class = personal_class, .box = base64url::encode(box)};
}

std::optional<std::string> open(const SealContext& context, const SealedBox& box, const SecretKey& key) {
    const auto bytes = base64url::decode(box.box);
    if (!bytes) return std::nullopt;
    return aead::open(key, bound(context, box.of, box.personal_class), *bytes);
}

} // namespace palabre
