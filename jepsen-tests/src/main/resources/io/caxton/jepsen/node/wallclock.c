/* Preloaded into a process: adds an offset, read from a mapped file of 8 bytes (nanoseconds), to
 * every reading of the wall clock. The monotonic clocks stay as they are. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const int64_t none = 0;
static volatile const int64_t *offset_nanos = &none;
static int (*real_clock_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void prepare(void) {
  real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  const char *path = getenv("WALLCLOCK_OFFSET_FILE");
  int file = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  void *mapped = mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
  close(file);
  if (mapped != MAP_FAILED) offset_nanos = mapped;
}

static int read_clock(clockid_t id, struct timespec *at) {
  if (real_clock_gettime == NULL) prepare();
  int failed = real_clock_gettime(id, at);
  if (failed || (id != CLOCK_REALTIME && id != CLOCK_REALTIME_COARSE)) return failed;
  int64_t nanos = at->tv_nsec + *offset_nanos % 1000000000;
  at->tv_sec += *offset_nanos / 1000000000;
  if (nanos < 0) {
    nanos += 1000000000;
    at->tv_sec--;
  } else if (nanos >= 1000000000) {
    nanos -= 1000000000;
    at->tv_sec++;
  }
  at->tv_nsec = nanos;
  return 0;
}

int clock_gettime(clockid_t id, struct timespec *at) { return read_clock(id, at); }

int gettimeofday(struct timeval *restrict at, void *restrict zone) {
  (void)zone;
  struct timespec now;
  int failed = read_clock(CLOCK_REALTIME, &now);
  at->tv_sec = now.tv_sec;
  at->tv_usec = now.tv_nsec / 1000;
  return failed;
}

time_t time(time_t *at) {
  struct timespec now;
  read_clock(CLOCK_REALTIME, &now);
  if (at != NULL) *at = now.tv_sec;
  return now.tv_sec;
}
