package dev.vedette.agreement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the records of one kind in the measured data are read.
 *
 * @param formats names of formats; the first that makes more than a dead letter of a record reads
 *     it, as where a source writes text here and JSON there
 * @param syslog the tag of the syslog head that the collector took off and that is put back, such
 *     as {@code sshd[1]: }; null if records are as they were sent
 * @param time where the source writes its time, a path such as {@code id.time}; test authors cut it
 *     off at times. Null if not known
 */
record Stream(List<String> formats, @Nullable String syslog, @Nullable String time) {
  Stream {
    formats = List.copyOf(formats);
  }
}
