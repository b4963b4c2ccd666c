export default {
  serverExternalPackages: ["@uptake/collector"],
};
