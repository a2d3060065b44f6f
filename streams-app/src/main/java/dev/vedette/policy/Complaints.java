package dev.vedette.policy;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a file, collected so that its author sees all of it at once. */
final class Complaints {
  private static final int MOST = 50;

  private final String origin;
  private final List<String> found = new ArrayList<>();

  Complaints(String origin) {
    this.origin = origin;
  }

  /** Says what is wrong on a line, counted from 1. */
  void add(int line, String path, String what) {
    if (found.size() < MOST) {
      found.add("%s:%d: %s%s".formatted(origin, line, path.isEmpty() ? "" : path + ": ", what));
    }
  }

  /** How many there are. */
  int count() {
    return found.size();
  }

  /** Fails if anything was said. */
  void end() {
    if (!found.isEmpty()) {
      throw new PolicyFormatException(found);
    }
  }
}
