#include "xom/api/access/password.h"

#include <sodium.h>

#include "xom/base/error.h"

namespace xom::api {

namespace {

void start() {
  if (::sodium_init() < 0) throw Error(ErrorKind::failed, "libsodium could not be started");
}

}  // namespace

std::string hash_password(std::string_view password) {
  start();
  if (password.size() < 8 || password.size() > 200) {
    throw Error(ErrorKind::usage, "a password has 8 to 200 characters");
  }
  char hash[crypto_pwhash_STRBYTES];
  if (::crypto_pwhash_str(hash, password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
    throw Error(ErrorKind::failed, "there is not enough memory to hash a password (64 MB)");
  }
  return hash;
}

bool password_fits(const std::string& hash, std::string_view password) {
  start();
  static const std::string other = hash_password("nobody has this one");
  const std::string& checked = hash.empty() ? other : hash;
  const bool fits = ::crypto_pwhash_str_verify(checked.c_str(), password.data(), password.size()) == 0;
  return fits && !hash.empty();
}

}  // namespace xom::api
