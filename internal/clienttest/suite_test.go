package clienttest

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
)

func TestAClientThatKeepsItsPromisesPasses(t *testing.T) { Run(t, fixture("")) }

// flaws are ways to break a promise, each with the check that must find it.
var flaws = map[string]string{
	"shows its port":                    "no value shows a secret",
	"repeats what it hears":             "no error, log or dump tells a secret",
	"sends nothing for a key":           "empty credentials are said before anything is sent",
	"believes any address":              "plain http is refused but on this machine",
	"takes every name":                  "the account has one name",
	"hides its name":                    "an error names the account",
	"follows":                           "no redirect is followed",
	"leaves answers open":               "the recorded answer is read",
	"obeys pages":                       "a page decides nothing",
	"obeys garbage":                     "garbage decides nothing",
	"obeys nothing":                     "an empty answer decides nothing",
	"keeps long words":                  "a refusal is the vendor's, and is cut",
	"reads without end":                 "an answer without an end is given up",
	"takes half for whole":              "a cut answer decides nothing",
	"swallows":                          "a wrong type in one field loses nothing silently",
	"takes any":                         "an answer about another object is told",
	"forgets below":                     "unknown fields are kept",
	"has bare types":                    "read types have room for what they do not know",
	"ends with a bad row":               "one bad row is that row's problem",
	"skips bad rows":                    "one bad row is that row's problem",
	"turns in a circle":                 "a list without progress ends",
	"goes on":                           "whoever stops reading is left alone",
	"is impatient":                      "a slow vendor is waited for",
	"waits for ever":                    "a vendor that never answers is given up",
	"sends in a context that has ended": "nothing is sent in a context that has ended",
	"does not hear the context":         "a context that ends ends the call",
	"needs a context":                   "no context is an error",
	"waits as told":                     "a wait that the vendor asks for is bounded",
	"takes no place":                    "each request takes a place of a shared limiter",
}

// breaks says how a check is broken by a client; nil if it is not.
func breaks(t *testing.T, ch check[*toy], c Client[*toy]) (err error) {
	t.Helper()
	if ch.once != nil {
		synctest.Test(t, func(*testing.T) { err = calm(func() error { return ch.once(c) }) })
		return err
	}
	for _, op := range c.Ops {
		if err == nil && (ch.fits == nil || ch.fits(op)) {
			synctest.Test(t, func(*testing.T) { err = calm(func() error { return ch.each(c, op) }) })
		}
	}
	return err
}

func TestABrokenClientFails(t *testing.T) {
	for flaw, name := range flaws {
		t.Run(flaw, func(t *testing.T) {
			i := slices.IndexFunc(checks[*toy](), func(ch check[*toy]) bool { return ch.name == name })
			if i < 0 {
				t.Fatalf("there is no check %q", name)
			}
			err := breaks(t, checks[*toy]()[i], fixture(flaw))
			if err == nil {
				t.Fatalf("%q passed", name)
			}
			t.Log(err)
		})
	}
}

func TestEveryCheckIsSeenToFail(t *testing.T) {
	found := slices.Collect(maps.Values(flaws))
	for _, ch := range checks[*toy]() {
		if !slices.Contains(found, ch.name) {
			t.Errorf("no flaw makes %q fail, so that it proves nothing", ch.name)
		}
	}
}

func TestWhatIsNotYetIsSkipped(t *testing.T) {
	c := fixture("takes any")
	c.NotYet = map[string]string{
		"an answer about another object is told/orders/get":    "it is being built",
		"an answer about another object is told/orders/create": "it is being built",
		"a slow vendor is waited for":                          "it passes already, and says so",
	}
	Run(t, c)
}

func TestAFixtureSaysWhatItLacks(t *testing.T) {
	for want, change := range map[string]func(*Client[*toy]){
		"New":                         func(c *Client[*toy]) { c.New = nil },
		"Secrets of eight characters": func(c *Client[*toy]) { c.Tokens = []string{"short"} },
		"Refusal":                     func(c *Client[*toy]) { c.Refusal.Body = "{}" },
		"a read among Ops":            func(c *Client[*toy]) { c.Ops = c.Ops[1:] },
		"a write among Ops":           func(c *Client[*toy]) { c.Ops = []Op[*toy]{c.Ops[0], c.Ops[2]} },
		"Name, Answer, or one of Do and Each, of the operation orders": func(c *Client[*toy]) {
			c.Ops[2].Do = func(context.Context, *toy) (any, error) { return nil, nil }
		},
		"": func(*Client[*toy]) {},
	} {
		c := fixture("")
		change(&c)
		if got := c.lacks(); got != want {
			t.Errorf("it lacks %q, want %q", got, want)
		}
	}
}

func TestReadTypesNamesWhatHasNoRoom(t *testing.T) {
	ReadTypes(t, toyOrder{}, []*toyLine{})
	if got := strings.Join(WithoutExtra(toyOrder{}, map[string]bareToy{}), " "); got != "bareToy" {
		t.Errorf("got %q", got)
	}
}
