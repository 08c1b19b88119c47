/**
 * `npm test` names another driver here if the machine has two that compute without a GPU: kernels
 * and networks are tested on one, sessions and commands on the other, and pages on the first again.
 * It must be set before Dawn is loaded, which reads it once.
 */
const driver = process.env.SESSION_VK_ICD_FILENAMES;
if (driver) process.env.VK_ICD_FILENAMES = driver;
