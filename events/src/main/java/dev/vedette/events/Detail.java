package dev.vedette.events;

import org.jspecify.annotations.Nullable;

/**
 * The finer circumstances of an event, for detectors that look at more than who, what and whence.
 *
 * @param kind what the action is, whatever its source calls it; null if it is none of them
 * @param device the id of the device
 * @param client the software in a form that survives its updates ({@link ClientName}), such as
 *     {@code Chrome on Windows}
 * @param lat degrees north, to a hundredth; NaN if unknown
 * @param lon degrees east, to a hundredth; NaN if unknown
 * @param method how identity was proved
 * @param mfa whether a second factor was asked for; null if the source does not say
 * @param resourceType the type of the resource
 * @param sensitivity the class of the resource
 * @param targetType the type of the account or object acted on
 * @param destination where it went: the domain, otherwise the address
 * @param port of the destination; 0 if unknown
 * @param severity OCSF, 0 to 6; of a detection, how grave its source takes it
 * @param bytesOut bytes that left the source for the destination
 * @param posture the device's posture, if the event tells of it: the label {@code posture}
 * @param placeStep how rare the country is in the tenant ({@link Rarity#step}); -1 if not known
 * @param peerStep how rare the action is among the principal's peers; -1 if not known
 */
public record Detail(
    @Nullable ActionKind kind,
    @Nullable String device,
    @Nullable String client,
    double lat,
    double lon,
    @Nullable String method,
    @Nullable Boolean mfa,
    @Nullable String resourceType,
    @Nullable String sensitivity,
    @Nullable String targetType,
    @Nullable String destination,
    int port,
    int severity,
    long bytesOut,
    @Nullable String posture,
    int placeStep,
    int peerStep) {

  /** The label that tells of a device's posture. */
  public static final String POSTURE_LABEL = "posture";

  /** Nothing is known. */
  public static final Detail NONE =
      new Detail(
          null,
          null,
          null,
          Double.NaN,
          Double.NaN,
          null,
          null,
          null,
          null,
          null,
          null,
          0,
          0,
          0,
          null,
          Rarity.UNKNOWN_STEP,
          Rarity.UNKNOWN_STEP);

  private static final double HUNDREDTHS = 100;

  /** Rounds the position to hundredths of a degree, as it travels. */
  public Detail {
    lat = rounded(lat);
    lon = rounded(lon);
  }

  /** The circumstances of an event; {@link #NONE} itself if it has none. */
  public static Detail of(AccessEvent event, @Nullable ActionKind kind) {
    AccessEvent.Device device = event.device();
    AccessEvent.Client client = event.client();
    AccessEvent.Endpoint source = event.source();
    AccessEvent.Auth auth = event.auth();
    AccessEvent.Resource resource = event.resource();
    AccessEvent.Target target = event.target();
    AccessEvent.Destination destination = event.destination();
    var detail =
        new Detail(
            kind,
            device == null ? null : device.id(),
            client == null ? null : ClientName.of(client.userAgent(), client.app()),
            source == null ? Double.NaN : source.lat(),
            source == null ? Double.NaN : source.lon(),
            auth == null ? null : auth.method(),
            auth == null ? null : auth.mfa(),
            resource == null ? null : resource.type(),
            resource == null ? null : resource.sensitivity(),
            target == null ? null : target.type(),
            destination == null
                ? null
                : destination.domain() != null ? destination.domain() : destination.ip(),
            destination == null ? 0 : destination.port(),
            event.severity(),
            event.bytesOut(),
            event.labels().get(POSTURE_LABEL),
            Rarity.UNKNOWN_STEP,
            Rarity.UNKNOWN_STEP);
    return detail.equals(NONE) ? NONE : detail;
  }

  /** Whether it is known where on Earth the event came from. */
  public boolean hasPosition() {
    return !Double.isNaN(lat) && !Double.isNaN(lon);
  }

  /**
   * What of it a subject of a type observes, so that a record carries no more than its detectors
   * look at: a principal all; a session not what was acted on; a device, an address and a resource
   * where it went and what it was, but not how the principal came; a resource that another product
   * raises an alert about also which device the alert names.
   */
  public Detail observedBy(SubjectType type, Category category) {
    Detail seen =
        switch (type) {
          case USER, SERVICE -> this;
          case SESSION ->
              new Detail(
                  kind, device, client, lat, lon, method, mfa, null, null, null, null, 0, severity,
                  bytesOut, posture, placeStep, peerStep);
          case DEVICE, IP ->
              new Detail(
                  kind,
                  null,
                  null,
                  Double.NaN,
                  Double.NaN,
                  null,
                  null,
                  null,
                  null,
                  null,
                  destination,
                  port,
                  severity,
                  bytesOut,
                  posture,
                  placeStep,
                  Rarity.UNKNOWN_STEP);
          case RESOURCE ->
              new Detail(
                  kind,
                  category == Category.DETECTION ? device : null,
                  null,
                  Double.NaN,
                  Double.NaN,
                  null,
                  null,
                  resourceType,
                  sensitivity,
                  null,
                  null,
                  0,
                  severity,
                  bytesOut,
                  null,
                  Rarity.UNKNOWN_STEP,
                  peerStep);
        };
    return seen.equals(NONE) ? NONE : seen;
  }

  /** The same with what is known of how rare it is. */
  public Detail withSteps(int ofPlace, int ofPeers) {
    return ofPlace == placeStep && ofPeers == peerStep
        ? this
        : new Detail(
            kind,
            device,
            client,
            lat,
            lon,
            method,
            mfa,
            resourceType,
            sensitivity,
            targetType,
            destination,
            port,
            severity,
            bytesOut,
            posture,
            ofPlace,
            ofPeers);
  }

  private static double rounded(double degrees) {
    return Double.isNaN(degrees) ? Double.NaN : StrictMath.rint(degrees * HUNDREDTHS) / HUNDREDTHS;
  }
}
