#include "xom/exec/job/container.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "xom/base/error.h"
#include "xom/base/hash.h"

namespace xom::exec {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class Containers : public testing::Test {
 protected:
  fs::path root_ = fs::temp_directory_path() / ("xom-container-" + std::to_string(::getpid()));
  config::ContainerOptions options_;
  ContainerStart start_{"/images/x.sif",
                        {"python3", "a b.py"},
                        {"PATH=/usr/bin", "XOM_RUN=7", "LIST=a,b=c"},
                        "/work",
                        {{"/data", "/data", true}, {"/jobs/k", "/jobs/k", false}}};

  void SetUp() override { fs::create_directories(root_); }
  void TearDown() override { fs::remove_all(root_); }
};

TEST_F(Containers, apptainer_gets_one_command_line_without_a_shell) {
  options_.kind = "apptainer";
  options_.options = {"--nv"};
  const auto command = container_command(options_, start_, {"PATH=/bin"});
  EXPECT_THAT(command.argv, ElementsAre("apptainer", "--silent", "exec", "--containall", "--cleanenv", "--nv",
                                        "--bind", "/data:/data:ro", "--bind", "/jobs/k:/jobs/k:rw", "--pwd",
                                        "/work", "/images/x.sif", "python3", "a b.py"));
  EXPECT_THAT(command.environment,
              ElementsAre("PATH=/bin", "APPTAINERENV_XOM_RUN=7", "APPTAINERENV_LIST=a,b=c"));
}

TEST_F(Containers, singularity_reads_variables_of_its_own_name) {
  options_.kind = "apptainer";
  options_.program = "/usr/bin/singularity";
  const auto command = container_command(options_, start_, {});
  EXPECT_EQ(command.argv[0], "/usr/bin/singularity");
  EXPECT_THAT(command.environment, ElementsAre("SINGULARITYENV_XOM_RUN=7", "SINGULARITYENV_LIST=a,b=c"));
}

TEST_F(Containers, bubblewrap_makes_a_root_of_the_first_level_of_a_folder) {
  options_.kind = "bubblewrap";
  for (const char* name : {"usr/bin", "etc/x", "proc", "tmp", "mnt"}) fs::create_directories(root_ / name);
  fs::create_symlink("usr/bin", root_ / "bin");
  start_.image = root_;
  const auto command = container_command(options_, start_, {"PATH=/bin"});
  const std::string r = root_.string();
  EXPECT_THAT(command.argv,
              ElementsAre("bwrap", "--unshare-all", "--die-with-parent", "--symlink", "usr/bin", "/bin",
                          "--ro-bind", r + "/etc", "/etc", "--dir", "/mnt", "--ro-bind", r + "/usr", "/usr",
                          "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--ro-bind", "/data",
                          "/data", "--bind", "/jobs/k", "/jobs/k", "--clearenv", "--setenv", "PATH",
                          "/usr/local/bin:/usr/bin:/bin", "--setenv", "XOM_RUN", "7", "--setenv", "LIST",
                          "a,b=c", "--chdir", "/work", "--", "python3", "a b.py"));
  start_.image = root_ / "absent";
  EXPECT_THROW(container_command(options_, start_, {}), Error);
}

TEST_F(Containers, images_without_a_path_are_in_the_folder_of_images) {
  options_.images = "/cvmfs/images";
  EXPECT_EQ(image_path(options_, "2024.06.1.simg"), "/cvmfs/images/2024.06.1.simg");
  EXPECT_EQ(image_path(options_, "/elsewhere/x.sif"), "/elsewhere/x.sif");
}

TEST_F(Containers, a_file_is_identified_by_its_content_and_a_folder_by_where_it_really_is) {
  std::ofstream(root_ / "x.sif") << "one";
  EXPECT_EQ(image_digest(root_ / "x.sif"), "sha256:" + sha256_hex("one"));
  std::ofstream(root_ / "x.sif") << "longer";
  EXPECT_EQ(image_digest(root_ / "x.sif"), "sha256:" + sha256_hex("longer"));
  fs::create_directory(root_ / "abcdef");
  fs::create_symlink("abcdef", root_ / "tag");
  EXPECT_THAT(image_digest(root_ / "tag"), testing::EndsWith("/abcdef"));
  EXPECT_EQ(image_digest(root_ / "absent"), "");
}

}  // namespace
}  // namespace xom::exec
