/**
 * `npm test` names another driver here where the machine has two that compute without a GPU: kernels and networks are tested on the one, sessions and commands on
 * the other, and pages on the first again. Before Dawn is loaded, which reads it once.
 */
const driver = process.env.SESSION_VK_ICD_FILENAMES;
if (driver) process.env.VK_ICD_FILENAMES = driver;
