package dev.vedette.bench;

import java.time.Duration;

/** The processor time of this process and of the broker's. */
final class ProcessorTime {
  private final ProcessHandle broker;

  ProcessorTime(long brokerPid) {
    broker =
        ProcessHandle.of(brokerPid)
            .orElseThrow(() -> new IllegalStateException("the broker's process has ended"));
  }

  /** What both have used since they began. */
  Duration used() {
    return used(ProcessHandle.current()).plus(used(broker));
  }

  private static Duration used(ProcessHandle process) {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IllegalStateException("this system does not tell a process's time"));
  }
}
