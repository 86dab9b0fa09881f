package channeltest

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// sender is the shop's channel where the shop sends its orders and cannot be asked.
type sender struct {
	*channel
}

var _ channels.Pusher = sender{}

func (c sender) Orders(context.Context, ...string) iter.Seq2[channels.Reading, error] {
	return func(yield func(channels.Reading, error) bool) {
		if !c.s.is("answers with nothing") {
			yield(channels.Reading{}, fail(ordo.Unsupported, "not to be asked"))
		}
	}
}

func (c sender) Changed(context.Context, channels.Window) iter.Seq2[channels.Found, error] {
	return func(yield func(channels.Found, error) bool) {
		if c.s.is("pretends that it is down") {
			yield(channels.Found{}, fail(ordo.Retry, "later"))
			return
		}
		yield(channels.Found{}, fail(ordo.Unsupported, "not to be asked"))
	}
}

func (c sender) Complete(n channels.News) (channels.News, error) {
	if c.s.is("completes anything") {
		return n, nil
	}
	switch {
	case n.ID == "", n.Placed == nil && n.Cancelled == nil && n.Changed == nil, n.Changed != nil && n.Occurred.IsZero():
		return n, fail(ordo.Invalid, "it says nothing")
	case n.Placed != nil:
		if err := n.Placed.Check(); err != nil {
			return n, err
		}
	}
	if n.Key == "" || c.s.is("gives a key of its own") {
		n.Key = "completed:" + n.ID
	}
	return n, nil
}

func (c sender) Receive(r *http.Request, body []byte) (ordo.Call[channels.News], error) {
	var in struct {
		ID   string
		More int
	}
	if err := json.Unmarshal(body, &in); err == nil && in.More > 0 {
		n := channels.News{
			Key: fmt.Sprint("change:", in.ID, ":", in.More), ID: in.ID, Occurred: time.Now().UTC().Round(0),
			Changed: &channels.Change{Details: &order.DetailsReport{Buyer: order.Buyer{Name: fmt.Sprint("Olga ", in.More)}}},
		}
		if c.s.is("forgets when") {
			n.Occurred = time.Time{}
		}
		if c.s.is("has one key for all changes") {
			n.Key = "change:" + in.ID
		}
		return ordo.Call[channels.News]{News: []channels.News{n}}, nil
	}
	call, err := c.channel.Receive(r, body)
	for i := range call.News {
		switch n := &call.News[i]; {
		case c.s.is("names an order only"):
			n.Placed = nil
		case c.s.is("names the account"):
			n.Placed.Ref.Account = "shop-1"
		case c.s.is("sends half of the goods"):
			n.Placed.Lines = n.Placed.Lines[:1]
			n.Placed.Lines[0].Total = amount.Money{}
			n.Placed.Lines[0].Price = amount.Money{}
		}
	}
	return call, err
}

func sending(flaw string) Fixture {
	s := newShop(flaw)
	f := s.fixture()
	f.Port, f.BadCredentials = sender{f.Port.(*channel)}, sender{f.BadCredentials.(*channel)}
	f.Places, f.Cancels, f.RequestsCancel = nil, nil, nil
	more := 0
	f.ChangeCall = func(id string) (*http.Request, []byte) {
		more++
		return suite.MemoryCall(true, fmt.Sprintf(`{"id":%q,"more":%d}`, id, more))
	}
	return f
}

func TestTheSuiteFindsWhatIsBrokenInAChannelThatSends(t *testing.T) {
	pusher().Prove(t, suite.Proof[Fixture]{
		Port: sending,
		Flaws: map[string][]string{
			"the settings pass Check":                          {"has bad settings"},
			"the channel says that it cannot be asked":         {"answers with nothing", "pretends that it is down"},
			"nothing happens in an ended context":              {"ignores the context"},
			"wrong credentials are refused":                    {"mistakes a stranger for a mistake"},
			"an order goes through its whole life":             {"only says that it is done"},
			"an order is cancelled as a whole":                 {"does it again"},
			"an effect applied twice is done once":             {"does it again"},
			"a temporary failure is made up for":               {"believes that nothing is lost"},
			"a lost answer does nothing twice":                 {"repeats after a lost answer"},
			"unsupported effects are reported and not applied": {"pretends to do what it cannot"},
			"the reasons have codes":                           {"knows no reasons"},
			"labels exist once the order is packed":            {"prints too early", "prints nothing"},
			"a call of the system is accepted":                 {"has a new key each time", "has one key for all", "tells local times", "warns of an ordinary order"},
			"a new order comes whole":                          {"names an order only", "names the account", "sends half of the goods"},
			"a change has its time and its key":                {"forgets when", "has one key for all changes"},
			"news is completed as in a call":                   {"completes anything", "gives a key of its own"},
			"only genuine calls are accepted":                  {"lets anybody in", "takes whatever comes"},
		},
	})
}

// Run recognizes a channel that sends: the checks of one that is read would fail.
func TestAChannelThatSendsIsRecognized(t *testing.T) {
	Run(t, func(*testing.T) Fixture { return sending("") })
	f := sending("")
	if s := port().Other(f); s == nil {
		t.Error("the suite of channels that are read is run for one that sends")
	}
	if s := port().Other(fixture("")); s != nil {
		t.Error("the suite of channels that send is run for one that is read")
	}
}
