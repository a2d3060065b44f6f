package dev.vedette.simulator.cloudtrail;

/** In which capacity a principal calls. */
public enum Standing {
  /** An IAM user with a password, an access key, or both. */
  IAM_USER,
  /** A person who comes through the company's identity provider, as a session of a role. */
  PERSON_IN_ROLE,
  /** A pipeline or a vendor, as a session of a role. */
  MACHINE_IN_ROLE,
  /** A virtual machine, as a session of its instance role. */
  INSTANCE,
  /** A service of the cloud itself. */
  SERVICE
}
