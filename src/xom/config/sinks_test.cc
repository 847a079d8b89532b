#include <gtest/gtest.h>

#include "xom/config/load.h"
#include "xom/config/test_folder.h"

namespace xom::config {
namespace {

std::string sink_mistake(const std::string& sinks) {
  TestFolder folder;
  const auto file = folder.write("xom.toml", "data = \"data\"\n" + sinks);
  return folder.message([&] { load(file); });
}

TEST(Sinks, an_address_that_holds_a_secret_is_refused_and_not_repeated) {
  const std::string sink = "[sinks.a]\ndatabase = \"x\"\n";
  for (const char* url : {"http://me:pw@db:8086", "http://pw@db", "me:pw@db:8086"}) {
    EXPECT_EQ(sink_mistake(sink + "url = \"" + url + "\""),
              "xom.toml:4: sinks.a.url: holds a user or password, which would be shown; write `user` and "
              "`password_file` instead");
  }
  EXPECT_EQ(sink_mistake(sink + "url = \"http://db:8086/write?u=me&p=pw\""),
            "xom.toml:4: sinks.a.url: goes on after host and port; database, user and `password_file` are "
            "keys of their own");
}

TEST(Sinks, an_address_has_a_scheme_and_a_host) {
  EXPECT_EQ(mistake_of_url("http://localhost:8086/influx"), UrlMistake::none);
  EXPECT_EQ(mistake_of_url("https://[::1]:8086"), UrlMistake::none);
  for (const char* url : {"", "abc", "localhost:8086", "ftp://db", "HTTP//db"})
    EXPECT_EQ(mistake_of_url(url), UrlMistake::scheme) << url;
  for (const char* url : {"http://", "http://:8086", "https:///x"})
    EXPECT_EQ(mistake_of_url(url), UrlMistake::host) << url;
  EXPECT_EQ(mistake_of_url("http://db name"), UrlMistake::question);
}

TEST(Sinks, a_mirror_has_a_database_of_its_own) {
  const std::string two =
      "[sinks.new]\nurl = \"http://db\"\ndatabase = \"x\"\n[sinks.old]\ncompat = \"xom-1.2\"\nurl = "
      "\"http://db\"\n";
  EXPECT_EQ(sink_mistake(two + "database = \"x\""),
            "xom.toml:2: sinks: new and old are two layouts of one measurement in the same database; give "
            "one of them another database");
  EXPECT_EQ(sink_mistake(two + "database = \"y\""), "");
  EXPECT_EQ(sink_mistake("[sinks.old]\ncompat = \"xom-1\"\nurl = \"http://db\"\ndatabase = \"x\""),
            "xom.toml:3: sinks.old.compat: \"xom-1\" is not one of: xom-1.2");
}

}  // namespace
}  // namespace xom::config
