package io.caxton.state.snapshot;

/**
 * How a run is cut. MapDB puts {@code nodeEntries} entries into a node and fails if a node is
 * larger than a page, so no stored value may be larger than {@code chunkBytes}: larger ones are
 * stored as several entries. The constructor proves that the largest node fits.
 *
 * <p>Larger pages read no faster and make small deltas larger; smaller ones cost system calls.
 */
record RunLayout(int pageBytes, int nodeEntries, int keyBytesMax, int chunkBytes) {
  static final RunLayout STANDARD = new RunLayout(256 << 10, 8, 2048, 28 << 10);

  /** What reading accepts, so that a page always fits a buffer. */
  static final int PAGE_BYTES_MIN = 1 << 10;

  static final int PAGE_BYTES_MAX = 16 << 20;

  /** MapDB's file header, and its page and node headers at their largest. */
  private static final int HEADERS_BYTES_MAX = 128;

  /** Lengths and tags beside each key and value. */
  private static final int ENTRY_OVERHEAD_BYTES_MAX = 16;

  RunLayout {
    if (!isPageSize(pageBytes)) {
      throw new IllegalArgumentException("pageBytes " + pageBytes);
    }
    long node = (long) nodeEntries * (keyBytesMax + chunkBytes + ENTRY_OVERHEAD_BYTES_MAX);
    if (node + HEADERS_BYTES_MAX > pageBytes) {
      throw new IllegalArgumentException("a node of " + node + " bytes does not fit " + pageBytes);
    }
  }

  static boolean isPageSize(int bytes) {
    return Integer.bitCount(bytes) == 1 && bytes >= PAGE_BYTES_MIN && bytes <= PAGE_BYTES_MAX;
  }
}
