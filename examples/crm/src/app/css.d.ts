/** The build collects imported styles into one file. */
declare module "*.css" {}
