/**
 * Public half of the key that names the extension in Chrome: with it an unpacked build has the same id in every
 * folder, `ooefmmofmhfofpcekcgnbadcidaicdmk`, and a relay can let in exactly this origin. Nothing is signed with it.
 */
export const EXTENSION_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAj+mHuQLDCqnZ83plP8YUdqe90GeXwkgh2St2HMfdymLoevxPNagx3OiIPe0GjEBGmxa32LjbJAZqHIqDR/ubFubI+vMkEkXUJnyy7N/8Ym639cl8PY1w+6AIEsQfT3QGy/NOcUClewOJ4gd6Va2mxmekgENnYzjTe+RfazPmy4DOHGOmNTINpgzzZfe3V1OkF5Xm5pc4XZsaWwl+wu+b1AVjXVEeRT7PuNewfOx7Pew5VWBMeqTQBw0towvOk6PUnUA9dZ3sPEIqKjhsNfyam/+KuDBEQMEe1P7CAITJWt2V9hKg8VfTZcWXZiF1XqUSNbLdjgt4dYrXHZxK1R/jEQIDAQAB'
