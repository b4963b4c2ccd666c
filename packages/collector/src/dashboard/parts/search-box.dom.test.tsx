import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SearchBox } from "./search-box.tsx";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function setUp(value = "") {
  const onSearch = vi.fn<(search: string) => void>();
  const box = (text: string) => <SearchBox label="Search name or id" value={text} onSearch={onSearch} />;
  const { rerender } = render(box(value));
  const input = screen.getByRole<HTMLInputElement>("searchbox", { name: "Search name or id" });
  return { input, onSearch, setValue: (text: string) => rerender(box(text)) };
}

test("it asks a moment after the last keystroke, without the spaces around", () => {
  const { input, onSearch } = setUp();
  for (const text of ["a", "ac", "acm "]) {
    fireEvent.input(input, { target: { value: text } });
    vi.advanceTimersByTime(200);
  }
  expect(onSearch).not.toHaveBeenCalled();
  vi.advanceTimersByTime(100);
  expect(onSearch.mock.calls).toEqual([["acm"]]);
});

test("Enter asks at once, and only once", () => {
  const { input, onSearch } = setUp();
  fireEvent.input(input, { target: { value: "acme" } });
  fireEvent.submit(input);
  vi.advanceTimersByTime(1000);
  expect(onSearch.mock.calls).toEqual([["acme"]]);
});

test("Escape empties it", () => {
  const { input, onSearch } = setUp("acme");
  fireEvent.keyDown(input, { key: "Escape" });
  expect(input.value).toBe("");
  expect(onSearch.mock.calls).toEqual([[""]]);
});

test("a slash goes to it from anywhere but a field", () => {
  const { input } = setUp();
  fireEvent.keyDown(document.body, { key: "/", ctrlKey: true });
  expect(document.activeElement).not.toBe(input);
  fireEvent.keyDown(document.body, { key: "/" });
  expect(document.activeElement).toBe(input);
  expect(fireEvent.keyDown(input, { key: "/" })).toBe(true);
});

test("the back button's search replaces what is in the field", () => {
  const { input, onSearch, setValue } = setUp();
  fireEvent.input(input, { target: { value: "half typ" } });
  setValue("acme");
  vi.advanceTimersByTime(1000);
  expect(input.value).toBe("acme");
  expect(onSearch).not.toHaveBeenCalled();
});

test("its own search coming back in the address doesn't touch what is typed meanwhile", () => {
  const { input, setValue } = setUp();
  fireEvent.input(input, { target: { value: "ac" } });
  vi.advanceTimersByTime(300);
  fireEvent.input(input, { target: { value: "acme" } });
  setValue("ac");
  expect(input.value).toBe("acme");
});
