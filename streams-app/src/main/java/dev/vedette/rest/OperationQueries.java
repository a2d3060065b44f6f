package dev.vedette.rest;

import dev.vedette.risk.Policy;
import java.util.List;
import java.util.function.Predicate;

/** What may be asked of the service itself. */
public interface OperationQueries {
  /** The most tenants that {@link #tenants} finds. */
  int MAX_TENANTS = 100;

  /** The tenants with a risk record of those that one may see, in order; the first so many. */
  List<String> tenants(Predicate<String> seen, int atMost);

  /** The policy by which a tenant's evidence becomes risk now. */
  Policy policy(String tenant);
}
