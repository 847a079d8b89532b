#pragma once

#include <string>
#include <string_view>

/// Argon2id by libsodium: 64 MB and about 100 ms each time. Any thread.
namespace xom::api {

/// "$argon2id$...". Throws Error{usage} for fewer than 8 or more than 200 bytes, Error{failed} without
/// memory.
std::string hash_password(std::string_view password);

/// An empty hash fits no password, after the same time.
bool password_fits(const std::string& hash, std::string_view password);

}  // namespace xom::api
