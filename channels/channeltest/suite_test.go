package channeltest

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/ordo-sdk/ordo/order"
)

func TestAChannelThatKeepsItsPromisesPasses(t *testing.T) {
	Run(t, func(*testing.T) Fixture { return newShop("").fixture() })
}

func TestAChannelThatKeepsItsPromisesPassesInABubble(t *testing.T) {
	RunInBubble(t, func(*testing.T) Fixture { return newShop("").fixture() })
}

func TestAnOwnShopPassesUnderItsSchemes(t *testing.T) {
	Run(t, func(*testing.T) Fixture {
		f := newShop("").fixture()
		f.Schemes = []order.SchemeCode{order.OwnPickup, order.ByCarrier, order.EProcurement}
		return f
	})
}

// outcomes are the checks that fail, and those that are skipped, under any scheme.
func outcomes(t *testing.T, open func() Fixture) (failed, skips []string) {
	t.Helper()
	for _, c := range checks() {
		for _, s := range open().Schemes {
			err := c.run(t.Context(), s, open)
			var lack skipped
			switch {
			case errors.As(err, &lack):
				skips = append(skips, c.name+": "+string(s)+": "+string(lack))
			case err != nil && !slices.Contains(failed, c.name):
				t.Logf("%s: %v", c.name, err)
				failed = append(failed, c.name)
			}
		}
	}
	return failed, skips
}

func TestWithAWholeFixtureNothingIsSkippedThatTheSchemeHas(t *testing.T) {
	_, skips := outcomes(t, func() Fixture { return newShop("").fixture() })
	want := []string{"a buyer who asks to cancel is answered: standard: the channel does not wait for answers"}
	if !slices.Equal(skips, want) {
		t.Errorf("skipped are %q, want %q", skips, want)
	}
}

// flaws are ways to break a promise, each with the check that must find it.
func flaws() map[string]string {
	return map[string]string{
		"has bad settings":                     "its settings are good",
		"finds what is an hour old":            "a placed order is found",
		"makes a problem of what is not there": "an order is read, and one that is not there is left out",
		"names the account":                    "an order is taken up as it is read",
		"contradicts itself":                   "an order is taken up as it is read",
		"goes on reading":                      "whoever stops reading is left alone",
		"goes on searching":                    "whoever stops reading is left alone",
		"ignores the context":                  "whoever has gone gets an error",
		"mistakes a stranger for a mistake":    "a stranger is not let in",
		"only says that it is done":            "an order is led through its life",
		"forgets what was refused":             "an order is led through its life",
		"cancels one line of two":              "an order is cancelled as a whole",
		"always says yes":                      "a buyer who asks to cancel is answered",
		"does it again":                        "what is applied twice is done once",
		"believes that nothing is lost":        "a lost request is made up for",
		"repeats after a lost answer":          "a lost answer does nothing twice",
		"sends for what is gone":               "nothing is sent for units that were cancelled meanwhile",
		"pretends to do what it cannot":        "what it cannot do it says",
		"knows no reasons":                     "the reasons it takes have codes",
		"prints too early":                     "labels exist once the order is packed",
		"prints nothing":                       "labels exist once the order is packed",
		"has a new key each time":              "a call of the system is taken",
		"has one key for all":                  "a call of the system is taken",
		"tells local times":                    "a call of the system is taken",
		"tells another price":                  "a new order is the same whether told or read",
		"lets anybody in":                      "only genuine calls are taken",
		"takes whatever comes":                 "only genuine calls are taken",
	}
}

// finds tells whether a check fails under any scheme.
func (c check) finds(t *testing.T, open func() Fixture) bool {
	t.Helper()
	return slices.ContainsFunc(open().Schemes, func(s order.SchemeCode) bool {
		err := c.run(t.Context(), s, open)
		var lack skipped
		if err != nil && !errors.As(err, &lack) {
			t.Log(err)
			return true
		}
		return false
	})
}

func TestABrokenChannelFails(t *testing.T) {
	for flaw, name := range flaws() {
		t.Run(flaw, func(t *testing.T) {
			i := slices.IndexFunc(checks(), func(c check) bool { return c.name == name })
			if i < 0 {
				t.Fatalf("there is no check %q", name)
			}
			if !checks()[i].finds(t, func() Fixture { return newShop(flaw).fixture() }) {
				t.Errorf("%q passed", name)
			}
		})
	}
}

func TestEveryCheckIsSeenToFail(t *testing.T) {
	found := slices.Collect(maps.Values(flaws()))
	for _, c := range checks() {
		if !slices.Contains(found, c.name) {
			t.Errorf("no flaw makes %q fail, so that it proves nothing", c.name)
		}
	}
}

func TestAFixtureMayLeaveOutWhatItCannotPlay(t *testing.T) {
	failed, skips := outcomes(t, func() Fixture {
		f := newShop("").fixture()
		return Fixture{Channel: f.Channel, Schemes: []order.SchemeCode{order.MerchantDelivery}, Place: f.Place, Commits: f.Commits}
	})
	if len(failed) > 0 {
		t.Errorf("failed are %q", failed)
	}
	if len(skips) != 8 {
		t.Errorf("%d checks are skipped, want 8: %q", len(skips), skips)
	}
}

func TestAFixtureSaysWhatItLacks(t *testing.T) {
	f := newShop("").fixture()
	for want, break_ := range map[string]func(*Fixture){
		"Channel": func(f *Fixture) { f.Channel = nil }, "Schemes": func(f *Fixture) { f.Schemes = nil },
		"Place": func(f *Fixture) { f.Place = nil }, "Commits": func(f *Fixture) { f.Commits = nil }, "": func(*Fixture) {},
	} {
		g := f
		break_(&g)
		if got := g.lacks(); got != want {
			t.Errorf("it lacks %q, want %q", got, want)
		}
	}
}

func TestAnOrdinaryLifeReachesAllThatTheChannelCan(t *testing.T) {
	for scheme, want := range map[order.SchemeCode][]order.EffectKind{
		order.Standard:         {order.EffectRefuse, order.EffectConfirm, order.EffectPack, order.EffectShip},
		order.MerchantDelivery: {order.EffectRefuse, order.EffectConfirm, order.EffectMoveDate, order.EffectPack, order.EffectShip, order.EffectClose},
		order.ByCarrier:        {order.EffectRefuse, order.EffectPack, order.EffectShip},
	} {
		b := &bench{ctx: t.Context(), scheme: scheme, Fixture: newShop("").fixture().complete()}
		var got []order.EffectKind
		err := b.led(func(_ step, task order.Task) error {
			got = append(got, task.Kind)
			return b.plainly(step{}, task)
		})
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: applied were %v, %v; want %v", scheme, got, err, want)
		}
	}
}
