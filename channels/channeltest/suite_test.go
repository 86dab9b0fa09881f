package channeltest

import (
	"slices"
	"testing"

	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
)

func fixture(flaw string) Fixture { return newShop(flaw).fixture() }

func TestTheSuiteFindsWhatIsBroken(t *testing.T) {
	port().Prove(t, suite.Proof[Fixture]{
		Port: fixture, Skips: []string{"a buyer who asks to cancel is answered: standard"},
		Flaws: map[string][]string{
			"its settings are good":                                   {"has bad settings"},
			"a placed order is found":                                 {"finds what is an hour old"},
			"an order is read, and one that is not there is left out": {"makes a problem of what is not there"},
			"an order is taken up as it is read":                      {"names the account", "contradicts itself"},
			"whoever stops reading is left alone":                     {"goes on reading", "goes on searching"},
			"nothing is done in a context that has ended":             {"ignores the context"},
			"a stranger is not let in":                                {"mistakes a stranger for a mistake"},
			"an order is led through its life":                        {"only says that it is done", "forgets what was refused"},
			"an order is cancelled as a whole":                        {"cancels one line of two"},
			"a buyer who asks to cancel is answered":                  {"always says yes"},
			"what is applied twice is done once":                      {"does it again"},
			"a passing refusal is made up for":                        {"believes that nothing is lost"},
			"a lost answer does nothing twice":                        {"repeats after a lost answer"},
			"nothing is sent for units that were cancelled meanwhile": {"sends for what is gone"},
			"what it cannot do it says and does not do":               {"pretends to do what it cannot"},
			"the reasons it takes have codes":                         {"knows no reasons"},
			"labels exist once the order is packed":                   {"prints too early", "prints nothing"},
			"a call of the system is taken":                           {"has a new key each time", "has one key for all", "tells local times", "warns of an ordinary order"},
			"a new order is the same whether told or read":            {"tells another price"},
			"only genuine calls are taken":                            {"lets anybody in", "takes whatever comes"},
		},
	})
}

func TestAnOwnShopPassesUnderItsSchemes(t *testing.T) {
	Run(t, func(*testing.T) Fixture {
		f := fixture("")
		f.Schemes = []order.SchemeCode{order.OwnPickup, order.ByCarrier, order.EProcurement}
		return f
	})
}

func TestAnOrdinaryLifeReachesAllThatTheChannelCan(t *testing.T) {
	for scheme, want := range map[order.SchemeCode][]order.EffectKind{
		order.Standard:         {order.EffectRefuse, order.EffectConfirm, order.EffectPack, order.EffectShip},
		order.MerchantDelivery: {order.EffectRefuse, order.EffectConfirm, order.EffectMoveDate, order.EffectPack, order.EffectShip, order.EffectClose},
		order.ByCarrier:        {order.EffectRefuse, order.EffectPack, order.EffectShip},
	} {
		b := &bench{ctx: t.Context(), scheme: scheme, Fixture: fixture("").complete()}
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
