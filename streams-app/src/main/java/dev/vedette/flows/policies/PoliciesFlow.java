package dev.vedette.flows.policies;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.events.Subject;
import dev.vedette.flows.Following;
import dev.vedette.policy.Policies;
import dev.vedette.policy.PolicyFile;
import dev.vedette.risk.Policy;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of policies in, into the memory of this instance, while it runs. A global store remembers
 * them, so that a restart knows what was in force before the first event.
 */
public final class PoliciesFlow {
  /** What records say of policies, on every instance. */
  public static final String KNOWN = "policies-known-v1";

  private static final Logger LOG = LoggerFactory.getLogger(PoliciesFlow.class);

  private PoliciesFlow() {}

  private record Told(String tenant, Policy policy) {}

  /** Tells of the policies of a topic. */
  public static void follow(StreamsBuilder builder, String topic, Policies policies) {
    Following.<Told>follow(
        builder,
        topic,
        "policies",
        KNOWN,
        "policies-read-policies",
        PoliciesFlow::read,
        (before, after) -> {
          if (after != null) {
            policies.replace(after.tenant(), after.policy());
            LOG.info("policy \"{}\" of tenant {}", after.policy().version(), after.tenant());
          } else if (before != null) {
            policies.replace(before.tenant(), null);
            LOG.info("no policy of tenant {} any more", before.tenant());
          }
        });
  }

  private static Told read(Bytes key, byte[] value) {
    String tenant = new String(key.get(), UTF_8);
    if (tenant.isBlank() || tenant.length() > Subject.MAX_CHARS) {
      throw new IllegalArgumentException("the record's key is no tenant");
    }
    return new Told(tenant, PolicyFile.read(KNOWN, value));
  }
}
