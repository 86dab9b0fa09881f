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
		Port: fixture, Skips: []string{"a buyer's request to cancel is answered: standard"},
		Flaws: map[string][]string{
			"the settings pass Check":                             {"has bad settings"},
			"a placed order is found":                             {"finds what is an hour old"},
			"orders are read, and unknown ones are left out":      {"makes a problem of what is not there"},
			"an order is imported as it is read":                  {"names the account", "contradicts itself"},
			"a list ends when its reader stops":                   {"goes on reading", "goes on searching"},
			"nothing happens in an ended context":                 {"ignores the context"},
			"wrong credentials are refused":                       {"mistakes a stranger for a mistake"},
			"an order goes through its whole life":                {"only says that it is done", "forgets what was refused", "takes a comment for a cancellation"},
			"an order is cancelled as a whole":                    {"cancels one line of two"},
			"an order is cancelled with a code that is open":      {"cancels for ever", "has codes without a meaning", "takes any code"},
			"a buyer's request to cancel is answered":             {"always says yes"},
			"an effect applied twice is done once":                {"does it again"},
			"a temporary failure is made up for":                  {"believes that nothing is lost"},
			"a lost answer does nothing twice":                    {"repeats after a lost answer"},
			"nothing is sent for units cancelled in the meantime": {"sends for what is gone"},
			"unsupported effects are reported and not applied":    {"pretends to do what it cannot"},
			"the reasons have codes":                              {"knows no reasons"},
			"labels exist once the order is packed":               {"prints too early", "prints nothing"},
			"goods on sale are listed":                            {"lists its own ids as articles", "lists a page twice", "lists one page", "goes on listing"},
			"the payment methods are those of the orders":         {"has methods without codes", "pays in ways of its own", "shuffles its methods"},
			"a call of the system is accepted":                    {"has a new key each time", "has one key for all", "tells local times", "warns of an ordinary order"},
			"a new order is the same in a call and as read":       {"tells another price"},
			"only genuine calls are accepted":                     {"lets anybody in", "takes whatever comes"},
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
		order.Standard:         {order.EffectTake, order.EffectContact, order.EffectComment, order.EffectRefuse, order.EffectConfirm, order.EffectPack, order.EffectShip},
		order.MerchantDelivery: {order.EffectRefuse, order.EffectConfirm, order.EffectMoveDate, order.EffectPack, order.EffectShip, order.EffectClose},
		order.ByCarrier:        {order.EffectRefuse, order.EffectPack, order.EffectShip},
	} {
		b := &bench{ctx: t.Context(), scheme: scheme, Fixture: fixture("").complete()}
		var got []order.EffectKind
		err := b.led(func(_ step, task order.Task) error {
			got = append(got, task.Kind)
			return b.applyOnce(step{}, task)
		})
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: applied were %v, %v; want %v", scheme, got, err, want)
		}
	}
}
