// SPDX-License-Identifier: Apache-2.0
#include "core/vault/sealed.hpp"

#include "core/vault/aead.hpp"

#include <cassert>
#include <sodium.h>

namespace palabre {
namespace {

constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

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

std::string to_base64(std::string_view bytes) {
    std::string out(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      variant);
    out.pop_back(); // the zero byte that libsodium ends it with
    return out;
}

/// The bytes of their one text: no padding, no other alphabet, spare bits zero.
std::optional<std::string> from_base64(std::string_view text) {
    std::string bytes(text.size() / 4 * 3 + 3, '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(),
                          nullptr, &size, nullptr, variant) != 0)
        return std::nullopt;
    bytes.resize(size);
    if (to_base64(bytes) != text) return std::nullopt;
    return bytes;
}

} // namespace

SealedBox seal(const SealContext& context, std::string_view of, PersonalClass personal_class, const SecretKey& key,
               Random& random, std::string_view plain) {
    const std::string box = aead::close(key, random, bound(context, of, personal_class), plain);
    return {.of = std::string(of), .personal_class = personal_class, .box = to_base64(box)};
}

std::optional<std::string> open(const SealContext& context, const SealedBox& box, const SecretKey& key) {
    const auto bytes = from_base64(box.box);
    if (!bytes) return std::nullopt;
    return aead::open(key, bound(context, box.of, box.personal_class), *bytes);
}

} // namespace palabre
