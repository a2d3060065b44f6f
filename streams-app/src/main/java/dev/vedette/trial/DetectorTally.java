package dev.vedette.trial;

/** What one detector said in a trial, of attacks and of all else, and how well it is calibrated. */
final class DetectorTally {
  private final CalibrationTally calibration = new CalibrationTally();
  private long trueSignals;
  private long falseSignals;
  private double trueNats;
  private double falseNats;

  /** Counts a final signal. */
  void add(double nats, boolean isTrue) {
    if (isTrue) {
      trueSignals++;
      trueNats += nats;
    } else {
      falseSignals++;
      falseNats += nats;
    }
  }

  void add(DetectorTally other) {
    calibration.add(other.calibration);
    trueSignals += other.trueSignals;
    falseSignals += other.falseSignals;
    trueNats += other.trueNats;
    falseNats += other.falseNats;
  }

  /** What it said of windows of honest life. */
  CalibrationTally calibration() {
    return calibration;
  }

  long trueSignals() {
    return trueSignals;
  }

  long falseSignals() {
    return falseSignals;
  }

  double trueNats() {
    return trueNats;
  }

  double falseNats() {
    return falseNats;
  }
}
