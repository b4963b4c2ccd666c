declare module "timeme.js" {
  const TimeMe: {
    initialize(options: { readonly currentPageName: string; readonly idleTimeoutInSeconds: number }): void;
    setCurrentPageName(name: string): void;
    startTimer(): void;
    stopTimer(): void;
    getTimeOnAllPagesInSeconds(): readonly { readonly pageName: string; readonly timeOnPage: number }[];
  };
  export default TimeMe;
}
