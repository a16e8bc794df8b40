/* Preloaded into a process. What it does is read from a mapped file of 64-bit numbers, changeable
 * while the process runs: the wall clock is off, all clocks run faster or slower, fsync is slow or
 * fails. With all numbers 0 it does nothing. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000LL
#define ANCHORS 4096

struct control {
  _Atomic int64_t wall_offset_nanos;
  _Atomic int64_t rate_millionths; /* of all clocks; 0 means 1 000 000 */
  _Atomic int64_t sync_delay_micros;
  _Atomic int64_t sync_errno;
  _Atomic int64_t syncs_delayed; /* from here on: what came of it */
  _Atomic int64_t syncs_failed;
};

static struct control nothing;
static struct control *control = &nothing;

/* Since monotonic time `real` the clocks are ahead by `ahead`, and by (rate - 1) for each nanosecond
 * since. A change of the rate makes a new one, so that no clock ever jumps by it. */
struct anchor {
  int64_t real;
  int64_t ahead;
  double rate;
  int64_t millionths;
};

static struct anchor anchors[ANCHORS] = {{0, 0, 1.0, 1000000}};
static _Atomic int current_anchor;
static pthread_mutex_t changing = PTHREAD_MUTEX_INITIALIZER;

static int (*real_clock_gettime)(clockid_t, struct timespec *);
static int (*real_cond_timedwait)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

__attribute__((constructor)) static void prepare(void) {
  real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  /* On x86-64 there is an older one that knows another layout. */
  real_cond_timedwait = dlvsym(RTLD_NEXT, "pthread_cond_timedwait", "GLIBC_2.3.2");
  if (real_cond_timedwait == NULL)
    real_cond_timedwait = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
  const char *path = getenv("NODESHIM_CONTROL_FILE");
  int file = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
  if (file < 0) return;
  void *mapped = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (mapped != MAP_FAILED) control = mapped;
}

static int64_t nanos_of(const struct timespec *at) { return at->tv_sec * SECOND + at->tv_nsec; }

static void set_nanos(struct timespec *at, int64_t nanos) {
  at->tv_sec = nanos / SECOND;
  at->tv_nsec = nanos % SECOND;
}

static int64_t real_monotonic(void) {
  struct timespec now;
  real_clock_gettime(CLOCK_MONOTONIC, &now);
  return nanos_of(&now);
}

static int64_t ahead_at(const struct anchor *anchor, int64_t real) {
  return anchor->ahead + (int64_t)((double)(real - anchor->real) * (anchor->rate - 1.0));
}

/* The anchor that holds now. */
static const struct anchor *anchor(void) {
  int64_t wanted = control->rate_millionths;
  if (wanted == 0) wanted = 1000000;
  const struct anchor *now = &anchors[atomic_load(&current_anchor)];
  if (now->millionths == wanted) return now;
  pthread_mutex_lock(&changing);
  int last = atomic_load(&current_anchor);
  now = &anchors[last];
  if (now->millionths != wanted && last + 1 < ANCHORS) {
    int64_t real = real_monotonic();
    anchors[last + 1] =
        (struct anchor){real, ahead_at(now, real), (double)wanted / 1e6, wanted};
    atomic_store(&current_anchor, last + 1);
    now = &anchors[last + 1];
  }
  pthread_mutex_unlock(&changing);
  return now;
}

static int is_wall(clockid_t id) { return id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE; }

static int is_monotonic(clockid_t id) {
  return id == CLOCK_MONOTONIC || id == CLOCK_MONOTONIC_COARSE || id == CLOCK_MONOTONIC_RAW ||
         id == CLOCK_BOOTTIME;
}

static int read_clock(clockid_t id, struct timespec *at) {
  if (real_clock_gettime == NULL) prepare();
  int failed = real_clock_gettime(id, at);
  if (failed || (!is_wall(id) && !is_monotonic(id))) return failed;
  const struct anchor *now = anchor();
  int64_t ahead = 0;
  if (now != &anchors[0]) {
    /* Read again: a reading from before the anchor would go back. */
    failed = real_clock_gettime(id, at);
    ahead = ahead_at(now, real_monotonic());
  }
  if (is_wall(id)) ahead += control->wall_offset_nanos;
  if (ahead != 0) set_nanos(at, nanos_of(at) + ahead);
  return failed;
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

/* The kernel knows only the real clocks: a deadline by ours is translated. */
int pthread_cond_timedwait(pthread_cond_t *restrict cond, pthread_mutex_t *restrict mutex,
                           const struct timespec *restrict deadline) {
  if (real_cond_timedwait == NULL) prepare();
  const struct anchor *now = anchor();
  if (now == &anchors[0]) return real_cond_timedwait(cond, mutex, deadline);
  int64_t left = nanos_of(deadline);
  struct timespec ours;
  /* No machine is up for 15 years, and none believes that it is before 1985. */
  clockid_t id = deadline->tv_sec < 500000000 ? CLOCK_MONOTONIC : CLOCK_REALTIME;
  read_clock(id, &ours);
  left = (int64_t)((double)(left - nanos_of(&ours)) / now->rate);
  struct timespec real;
  real_clock_gettime(id, &real);
  set_nanos(&real, nanos_of(&real) + (left > 0 ? left : 0));
  return real_cond_timedwait(cond, mutex, &real);
}

static int sync_with(int (*real)(int), int file) {
  int64_t delay = control->sync_delay_micros;
  if (delay > 0) {
    struct timespec pause;
    set_nanos(&pause, delay * 1000);
    nanosleep(&pause, NULL);
    control->syncs_delayed++;
  }
  int error = (int)control->sync_errno;
  if (error != 0) {
    control->syncs_failed++;
    errno = error;
    return -1;
  }
  return real(file);
}

int fsync(int file) {
  if (real_fsync == NULL) prepare();
  return sync_with(real_fsync, file);
}

int fdatasync(int file) {
  if (real_fdatasync == NULL) prepare();
  return sync_with(real_fdatasync, file);
}
