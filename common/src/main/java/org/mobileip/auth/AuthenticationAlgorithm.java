package org.mobileip.auth;

/** How an authenticator is computed over the octets it protects (RFC 5944 §3.5.1, §5.1). */
public enum AuthenticationAlgorithm {
    /** HMAC-MD5 (RFC 2104): the default of RFC 5944; 16 octets. */
    HMAC_MD5("hmac-md5", 16),
    /** HMAC-SHA-256, the full 32 octets. */
    HMAC_SHA256("hmac-sha256", 32),
    /** Keyed MD5 in prefix+suffix mode, for peers of RFC 2002: MD5(key, text, key); 16 octets. */
    MD5_PREFIX_SUFFIX("md5-prefix-suffix", 16);

    private final String configured;
    private final int size;

    AuthenticationAlgorithm(String configured, int size) {
        this.configured = configured;
        this.size = size;
    }

    /** The word for it in configuration files. */
    public String configured() {
        return configured;
    }

    /** Length of the authenticator in octets. */
    public int size() {
        return size;
    }
}
