/* A cable between two interfaces in which every packet stays for a while:
 *   delayline IF_A IF_B DELAY_MICROS JITTER_MICROS
 * Packets keep their order. Prints, once a second and at its end, how many have passed. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif

/* Segmentation and checksums are left to the receiving end: a "packet" may be 64 KiB, with a header
 * of its own that says what is still to be done. */
#define PACKET_MAX (65536 + 128)
#define HELD_MAX 8192

struct packet {
  int64_t due;
  ssize_t size;
  char *bytes;
};

struct direction {
  int from, to;
  int64_t last_due;
  int first, held;
  struct packet packets[HELD_MAX];
};

static struct direction ways[2];
static volatile sig_atomic_t stopping;

static void stop(int signal) {
  (void)signal;
  stopping = 1;
}

static int64_t now_nanos(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int open_interface(const char *name) {
  int one = 1;
  int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, htons(ETH_P_ALL));
  if (fd < 0) fail("socket");
  if (setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &one, sizeof one)) fail("PACKET_VNET_HDR");
  if (setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof one)) fail("outgoing");
  struct sockaddr_ll address = {.sll_family = AF_PACKET,
                                .sll_protocol = htons(ETH_P_ALL),
                                .sll_ifindex = (int)if_nametoindex(name)};
  if (bind(fd, (struct sockaddr *)&address, sizeof address)) fail(name);
  struct packet_mreq all = {.mr_ifindex = address.sll_ifindex, .mr_type = PACKET_MR_PROMISC};
  setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &all, sizeof all);
  return fd;
}

static void take_in(struct direction *way, int64_t delay, int64_t jitter) {
  static char buffer[PACKET_MAX];
  ssize_t size;
  while (way->held < HELD_MAX && (size = read(way->from, buffer, sizeof buffer)) > 0) {
    int64_t due = now_nanos() + delay + (jitter > 0 ? random() % jitter : 0);
    if (due < way->last_due) due = way->last_due;
    way->last_due = due;
    struct packet *slot = &way->packets[(way->first + way->held++) % HELD_MAX];
    slot->due = due;
    slot->size = size;
    slot->bytes = malloc((size_t)size);
    memcpy(slot->bytes, buffer, (size_t)size);
  }
}

static long let_out(struct direction *way) {
  long passed = 0;
  while (way->held > 0 && way->packets[way->first].due <= now_nanos()) {
    struct packet *slot = &way->packets[way->first];
    if (write(way->to, slot->bytes, (size_t)slot->size) > 0) passed++;
    free(slot->bytes);
    way->first = (way->first + 1) % HELD_MAX;
    way->held--;
  }
  return passed;
}

static int64_t next_due(void) {
  int64_t next = now_nanos() + 200000000;
  for (int i = 0; i < 2; i++)
    if (ways[i].held > 0 && ways[i].packets[ways[i].first].due < next)
      next = ways[i].packets[ways[i].first].due;
  return next;
}

int main(int count, char **words) {
  if (count != 5) return 2;
  int a = open_interface(words[1]), b = open_interface(words[2]);
  int64_t delay = atoll(words[3]) * 1000, jitter = atoll(words[4]) * 1000;
  ways[0].from = ways[1].to = a;
  ways[0].to = ways[1].from = b;
  signal(SIGTERM, stop);
  long passed = 0;
  int64_t said = now_nanos();
  printf("ready\n");
  fflush(stdout);
  while (!stopping) {
    int64_t wait = next_due() - now_nanos();
    struct timespec timeout = {.tv_nsec = wait > 0 ? wait : 0};
    struct pollfd waits[2] = {{.fd = a, .events = POLLIN}, {.fd = b, .events = POLLIN}};
    ppoll(waits, 2, &timeout, NULL);
    for (int i = 0; i < 2; i++) {
      take_in(&ways[i], delay, jitter);
      passed += let_out(&ways[i]);
    }
    if (now_nanos() - said > 1000000000) {
      said = now_nanos();
      printf("%ld\n", passed);
      fflush(stdout);
    }
  }
  printf("%ld\n", passed);
  return 0;
}
