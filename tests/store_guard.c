/* Loaded before a program (LD_PRELOAD) by store_files.py: writes down whoever opens, closes, deletes or renames a file of the
 * store outside of SQLite, and whoever would hand one of its descriptors to another program.
 *
 *   XOM_GUARDED        absolute path of the database, links followed
 *   XOM_GUARD_REPORT   file that gets a line for each offence, and one "sqlite" for each process in which SQLite opened the store
 *
 * Closing any descriptor of a file drops all POSIX locks that the process has on it (sqlite.org/howtocorrupt.html, 2.2). */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char* const suffixes[] = {"", "-wal", "-shm", "-journal"};

static int is_file_of_store(const struct stat* facts) {
  const char* guarded = getenv("XOM_GUARDED");
  char name[PATH_MAX];
  struct stat one;
  if (guarded == NULL || !S_ISREG(facts->st_mode)) return 0;
  for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; ++i) {
    snprintf(name, sizeof name, "%s%s", guarded, suffixes[i]);
    if (stat(name, &one) == 0 && one.st_dev == facts->st_dev && one.st_ino == facts->st_ino) return 1;
  }
  return 0;
}

static int is_path_of_store(int folder, const char* path) {
  struct stat facts;
  const int before = errno;
  const int is = path != NULL && fstatat(folder, path, &facts, 0) == 0 && is_file_of_store(&facts);
  errno = before;
  return is;
}

static void report(const char* line) {
  const char* to = getenv("XOM_GUARD_REPORT");
  if (to == NULL) return;
  const long fd = syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (fd < 0) return;
  syscall(SYS_write, fd, line, strlen(line));
  syscall(SYS_close, fd);
}

/* The library or program that holds this address. */
static const char* whose(const void* address) {
  Dl_info info;
  return dladdr(address, &info) != 0 && info.dli_fname != NULL ? info.dli_fname : "?";
}

static void judge(const char* what, const char* path, const void* caller) {
  static int told;
  const int before = errno;
  const char* who = whose(caller);
  char line[3 * PATH_MAX], program[PATH_MAX] = "";
  if (strstr(who, "libsqlite3") != NULL) {
    if (!__atomic_exchange_n(&told, 1, __ATOMIC_SEQ_CST)) report("sqlite\n");
  } else {
    if (readlink("/proc/self/exe", program, sizeof program - 1) < 0) strcpy(program, "?");
    snprintf(line, sizeof line, "%s: %s of %s by %s\n", program, what, path, who);
    report(line);
  }
  errno = before;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define CALLER __builtin_return_address(0)

/* After the call, so that a file which it makes is known as well. */
#define OPENED(folder, path, what) \
  if (result >= 0 && is_path_of_store(folder, path)) judge(what, path, CALLER)

static mode_t mode_of(int flags, va_list more) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? (mode_t)va_arg(more, int) : 0;
}

#define GUARD_OPEN(name)                               \
  int name(const char* path, int flags, ...) {         \
    va_list more;                                      \
    va_start(more, flags);                             \
    const mode_t mode = mode_of(flags, more);          \
    va_end(more);                                      \
    const int result = REAL(name)(path, flags, mode);  \
    OPENED(AT_FDCWD, path, #name);                     \
    return result;                                     \
  }
GUARD_OPEN(open)
GUARD_OPEN(open64)

#define GUARD_OPENAT(name)                                     \
  int name(int folder, const char* path, int flags, ...) {     \
    va_list more;                                              \
    va_start(more, flags);                                     \
    const mode_t mode = mode_of(flags, more);                  \
    va_end(more);                                              \
    const int result = REAL(name)(folder, path, flags, mode);  \
    OPENED(folder, path, #name);                               \
    return result;                                             \
  }
GUARD_OPENAT(openat)
GUARD_OPENAT(openat64)

/* What open becomes when it is compiled with _FORTIFY_SOURCE. */
int __open_2(const char* path, int flags);
int __open_2(const char* path, int flags) {
  const int result = REAL(open)(path, flags);
  OPENED(AT_FDCWD, path, "open");
  return result;
}
int __open64_2(const char* path, int flags);
int __open64_2(const char* path, int flags) {
  const int result = REAL(open64)(path, flags);
  OPENED(AT_FDCWD, path, "open");
  return result;
}
int __openat_2(int folder, const char* path, int flags);
int __openat_2(int folder, const char* path, int flags) {
  const int result = REAL(openat)(folder, path, flags);
  OPENED(folder, path, "openat");
  return result;
}
int __openat64_2(int folder, const char* path, int flags);
int __openat64_2(int folder, const char* path, int flags) {
  const int result = REAL(openat64)(folder, path, flags);
  OPENED(folder, path, "openat");
  return result;
}

#define GUARD_FOPEN(name)                              \
  FILE* name(const char* path, const char* mode) {     \
    FILE* const file = REAL(name)(path, mode);         \
    const int result = file == NULL ? -1 : 0;          \
    OPENED(AT_FDCWD, path, #name);                     \
    return file;                                       \
  }
GUARD_FOPEN(fopen)
GUARD_FOPEN(fopen64)

/* Before the call, while the descriptor or the name still leads to the file. */
int close(int fd) {
  struct stat facts;
  const int before = errno;
  if (fstat(fd, &facts) == 0 && is_file_of_store(&facts)) judge("close", "a descriptor", CALLER);
  errno = before;
  return REAL(close)(fd);
}
int unlink(const char* path) {
  if (is_path_of_store(AT_FDCWD, path)) judge("unlink", path, CALLER);
  return REAL(unlink)(path);
}
int unlinkat(int folder, const char* path, int flags) {
  if (is_path_of_store(folder, path)) judge("unlinkat", path, CALLER);
  return REAL(unlinkat)(folder, path, flags);
}
int remove(const char* path) {
  if (is_path_of_store(AT_FDCWD, path)) judge("remove", path, CALLER);
  return REAL(remove)(path);
}
int rename(const char* from, const char* to) {
  if (is_path_of_store(AT_FDCWD, from)) judge("rename", from, CALLER);
  if (is_path_of_store(AT_FDCWD, to)) judge("rename", to, CALLER);
  return REAL(rename)(from, to);
}
int truncate(const char* path, off_t size) {
  if (is_path_of_store(AT_FDCWD, path)) judge("truncate", path, CALLER);
  return REAL(truncate)(path, size);
}

/* A descriptor that another program would get. */
static void look_at_descriptors(const char* program) {
  char name[64], line[2 * PATH_MAX];
  struct stat facts;
  for (int fd = 0; fd < 4096; ++fd) {
    const int flags = fcntl(fd, F_GETFD);
    if (flags < 0 || (flags & FD_CLOEXEC) != 0 || fstat(fd, &facts) != 0 || !is_file_of_store(&facts)) continue;
    snprintf(name, sizeof name, "descriptor %d", fd);
    snprintf(line, sizeof line, "%s of the store is handed to %s\n", name, program);
    report(line);
  }
}

int execve(const char* program, char* const arguments[], char* const environment[]) {
  look_at_descriptors(program);
  return REAL(execve)(program, arguments, environment);
}
int execv(const char* program, char* const arguments[]) {
  look_at_descriptors(program);
  return REAL(execv)(program, arguments);
}
int execvp(const char* program, char* const arguments[]) {
  look_at_descriptors(program);
  return REAL(execvp)(program, arguments);
}
int execvpe(const char* program, char* const arguments[], char* const environment[]) {
  look_at_descriptors(program);
  return REAL(execvpe)(program, arguments, environment);
}
int posix_spawn(pid_t* pid, const char* program, const posix_spawn_file_actions_t* actions, const posix_spawnattr_t* attributes,
                char* const arguments[], char* const environment[]) {
  look_at_descriptors(program);
  return REAL(posix_spawn)(pid, program, actions, attributes, arguments, environment);
}
int posix_spawnp(pid_t* pid, const char* program, const posix_spawn_file_actions_t* actions, const posix_spawnattr_t* attributes,
                 char* const arguments[], char* const environment[]) {
  look_at_descriptors(program);
  return REAL(posix_spawnp)(pid, program, actions, attributes, arguments, environment);
}
