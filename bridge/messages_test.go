package bridge_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/messages/messagetest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// said are the keys of what was sent, and where it went.
func said(p *messagetest.Memory) (out []string) {
	for _, m := range p.Sent() {
		out = append(out, strings.TrimPrefix(m.Key, "shop-1/A-1042/")+" to "+m.To.String())
	}
	return out
}

// withMail is a shop that writes to its buyers.
func withMail(p *messagetest.Memory, rules ...bridge.MessageRule) func(*chaos.Shop) {
	return func(s *chaos.Shop) {
		s.Way.Messages = rules
		s.Options = append(s.Options, bridge.Account("mail-1", p))
	}
}

var byEmail = []bridge.Via{{Account: "mail-1", Kind: messages.KindEmail}, {Account: "mail-1", Kind: messages.KindSMS}}

// toBuyer are messages to the buyer of all that happens.
func toBuyer() (rules []bridge.MessageRule) {
	for _, on := range []bridge.Occasion{
		bridge.OnPlaced, bridge.OnReceipt, bridge.OnRefundReceipt, bridge.OnShipped, bridge.OnHandedOut, bridge.OnRefunded, bridge.OnCancelled,
	} {
		rules = append(rules, bridge.MessageRule{On: on, Via: byEmail})
	}
	return rules
}

// Every message goes out once, and the order keeps what came of it; so does the timeline of a deal.
func TestTheBuyerGetsEachMessageOnce(t *testing.T) {
	p := &messagetest.Memory{}
	p.LosesAnswer()
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		x.Does(order.Return{Picks: order.Pick("socks", amount.Pcs(1)), Reason: status.ReasonUnwanted})
		x.Refunds(1)
		time.Sleep(time.Hour)
		x.Settle()
		x.Does(order.SetMark{Line: "shoes", Code: chaos.ShoeCode}, order.HandOver{Courier: true})
		x.Settle()
		x.Hands()
		x.Settle()
		require.Equal(t, []string{
			"placed to ivanova@example.ru",
			"receipt/9960440300112233/10817 to ivanova@example.ru",
			"refunded/R1 to ivanova@example.ru",
			"refund-receipt/9960440300112233/10818 to ivanova@example.ru",
			"shipped/S1 to ivanova@example.ru",
			"handed-out/S1 to ivanova@example.ru",
			"receipt/9960440300112233/10819 to ivanova@example.ru",
		}, said(p))
		ms := x.Order().View().Messages
		require.Len(t, ms, 7)
		for _, m := range ms {
			require.Equal(t, order.MessageSent, m.State)
		}
		require.Empty(t, x.Owes())
	}, withMail(p, toBuyer()...))
}

// A mailbox that does not exist is named to people; the message waits for another address, and goes out once.
func TestAMailboxIsUnknown(t *testing.T) {
	p := &messagetest.Memory{Unknown: "ivanova@example.ru"}
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Settle()
		m := x.Order().View().Messages
		require.Len(t, m, 1)
		require.Equal(t, order.MessageFailed, m[0].State)
		require.Contains(t, m[0].Why, "550")
		require.Len(t, x.Owes(), 1)
		require.Contains(t, strings.Join(s.Tail(), "\n"), "nobody has this address")
		time.Sleep(25 * time.Hour)
		x.Settle()
		require.Empty(t, p.Sent())

		x.Does(order.ChangeDetails{Buyer: order.Buyer{Email: "anna@mail.example"}})
		x.Settle()
		require.Equal(t, []string{"placed to anna@mail.example"}, said(p))
		require.Equal(t, order.MessageSent, x.Order().View().Messages[0].State)
		require.Empty(t, x.Owes())
	}, withMail(p, toBuyer()[0]))
}

// A mail that comes back later is known to have failed, and is sent again, once, when the address was corrected.
func TestAMailComesBackLater(t *testing.T) {
	p := &messagetest.Memory{}
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Settle()
		key := p.Sent()[0].Key
		require.NoError(t, s.Bridge.MessageFailed(s.Context(), "mail-1", key, "5.1.1 no such user"))
		require.NoError(t, s.Bridge.MessageFailed(s.Context(), "mail-1", key, "5.1.1 no such user"), "told twice")
		require.ErrorIs(t, s.Bridge.MessageFailed(s.Context(), "mail-1", "another", "5.1.1"), bridge.ErrUnknown)
		require.Error(t, s.Bridge.MessageFailed(s.Context(), "shop-1", key, "5.1.1"))
		x.Settle()
		require.Equal(t, order.MessageFailed, x.Order().View().Messages[0].State)
		require.Contains(t, strings.Join(s.Tail(), "\n"), "came back")
		for _, email := range []string{"anna@mail.example", "anna2@mail.example"} {
			x.Does(order.ChangeDetails{Buyer: order.Buyer{Email: email}})
			x.Settle()
		}
		require.Equal(t, []string{"placed to ivanova@example.ru", "placed#2 to anna@mail.example"}, said(p))
		require.NoError(t, s.Bridge.MessageFailed(s.Context(), "mail-1", p.Sent()[1].Key, "5.2.2 full"))
		x.Does(order.ChangeDetails{Buyer: order.Buyer{Email: "anna3@mail.example"}})
		x.Settle()
		require.Equal(t, []string{"placed to ivanova@example.ru", "placed#2 to anna@mail.example", "placed#3 to anna3@mail.example"}, said(p))
	}, withMail(p, toBuyer()[0]))
}

// A buyer without an e-mail address gets an SMS; one without either is named, and the message waits.
func TestAMessageWaitsForAnAddress(t *testing.T) {
	p := &messagetest.Memory{}
	sells(t, func(s *chaos.Shop) {
		d := chaos.ShoesAndSocks()
		d.Buyer = order.Buyer{Name: "Иванова Анна", Email: "ivanova"}
		x := s.Sells(d)
		x.Settle()
		require.Empty(t, p.Sent())
		owes := x.Owes()
		require.Len(t, owes, 1)
		require.Contains(t, owes[0].Lacks, "the addressee has no phone number")
		require.Contains(t, owes[0].Lacks, "ivanova")
		stuck := 0
		for _, err := range s.Store.Orders(s.Context(), bridge.OrderFilter{Flags: []bridge.Flag{bridge.FlagStuck}}) {
			require.NoError(t, err)
			stuck++
		}
		require.Equal(t, 1, stuck, "people find it in their list")
		x.Does(order.ChangeDetails{Buyer: order.Buyer{Phone: "8 900 000-00-00"}})
		x.Settle()
		require.Equal(t, []string{"placed to +79000000000"}, said(p))
		require.Equal(t, messages.KindSMS, p.Sent()[0].Kind)
		require.Empty(t, x.Owes())
	}, withMail(p, bridge.MessageRule{On: bridge.OnPlaced, Via: byEmail, Region: "RU"}))
}

// A person who knows that nobody is to be written to settles a message that waits.
func TestAMessageThatWaitsIsSettledByAPerson(t *testing.T) {
	p := &messagetest.Memory{}
	sells(t, func(s *chaos.Shop) {
		d := chaos.ShoesAndSocks()
		d.Buyer = order.Buyer{Name: "Иванова Анна"}
		x := s.Sells(d)
		x.Settle()
		require.NoError(t, s.Bridge.Resolve(s.Context(), x.Owes()[0].Key, order.Outcome{Kind: order.Rejected, Text: "called instead"}, chaos.Clerk))
		require.Empty(t, x.Owes())
		require.Equal(t, "called instead", x.Order().View().Messages[0].Why)
		x.Does(order.ChangeDetails{Buyer: order.Buyer{Email: "anna@mail.example"}})
		x.Settle()
		require.Equal(t, []string{"placed#2 to anna@mail.example"}, said(p), "now there is an address")
	}, withMail(p, toBuyer()[0]))
}

// A server that knows no keys, and whose answer was lost: nobody knows whether the mail went out. It is not sent again
// until a person says so.
func TestAMessageInDoubtIsNotSentTwice(t *testing.T) {
	p := &messagetest.Memory{Keyless: true}
	p.LosesAnswer()
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		for range 5 {
			x.Settle()
			time.Sleep(6 * time.Hour)
		}
		require.Len(t, said(p), 1, "%v", s.Tail())
		owes := x.Owes()
		require.Len(t, owes, 1)
		require.Equal(t, bridge.PhaseInDoubt, owes[0].Phase)
		require.Contains(t, x.Order().View().Messages[0].Why, "nobody knows")
		require.NoError(t, s.Bridge.Retry(s.Context(), owes[0].Key, chaos.Clerk))
		x.Settle()
		require.Len(t, p.Sent(), 2)
		require.Equal(t, order.MessageSent, x.Order().View().Messages[0].State)
	}, withMail(p, toBuyer()[0]))
}

// A sender that accepts a message and tells later whether it arrived is asked until it does; a refusal then is one.
func TestWhatBecameOfAMessageIsKnownLater(t *testing.T) {
	p := &messagetest.Memory{Waits: true}
	sells(t, func(s *chaos.Shop) {
		go func() {
			time.Sleep(3 * time.Hour)
			p.Process()
		}()
		x := s.Sells(chaos.ShoesAndSocks())
		x.Settle()
		require.Len(t, p.Sent(), 1)
		m := x.Order().View().Messages
		require.Len(t, m, 1)
		require.Equal(t, order.MessageSent, m[0].State)
		require.False(t, m[0].At.Before(x.Order().View().Placed.Add(3*time.Hour)), "not before it arrived")
		require.Empty(t, x.Owes())
	}, withMail(p, toBuyer()[0]))
}

// What a shop is asked to do reaches it by e-mail, and then counts as told.
func TestANoticeGoesByEmail(t *testing.T) {
	p := &messagetest.Memory{}
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Does(order.Notify{To: order.Addressee{Role: order.RoleShop, Place: "msk-2"}, Text: "issue it"})
		x.Does(order.Notify{To: order.Addressee{Role: order.RoleShop, Place: "msk-1"}, Text: "issue it"})
		x.Settle()
		require.Equal(t, []string{"notice/N2 to msk-1@shop.example"}, said(p))
		ns := x.Order().View().Notices
		require.Equal(t, []order.NoticeState{order.NoticeStateOpen, order.NoticeStateTold}, []order.NoticeState{ns[0].State, ns[1].State})
	}, withMail(p, bridge.MessageRule{
		On: bridge.OnNotice, For: order.Addressee{Place: "msk-1"}, To: bridge.ToAddress, Address: messages.Address{Email: "msk-1@shop.example"}, Via: byEmail,
	}))
}

func TestRulesOfMessagesAreChecked(t *testing.T) {
	to := messages.Address{Email: "a@b.example"}
	for says, r := range map[string]bridge.MessageRule{
		`On is "sold"`:                      {On: "sold", Via: byEmail},
		"Via is empty":                      {On: bridge.OnPlaced},
		"sends no messages":                 {On: bridge.OnPlaced, Via: []bridge.Via{{Account: "shop-1", Kind: messages.KindEmail}}},
		`cannot send "paper"`:               {On: bridge.OnPlaced, Via: []bridge.Via{{Account: "mail-1", Kind: messages.KindPaper}}},
		"Address and ToAddress go together": {On: bridge.OnPlaced, Via: byEmail, Address: to},
		`Needs has "stamp"`:                 {On: bridge.OnPlaced, Via: byEmail, Needs: []bridge.Need{"stamp"}},
		"another rule has this name":        {Name: "placed", On: bridge.OnReceipt, Via: byEmail},
		`Messages[1], gift: message: the template "gift" is not known`: {Template: "gift", On: bridge.OnReceipt, Via: byEmail},
	} {
		_, err := bridge.New(memory.New(), bridge.Account("shop-1", &chaos.Site{}), bridge.Account("mail-1", &messagetest.Memory{}),
			bridge.Route{Channel: "shop-1", Messages: []bridge.MessageRule{{On: bridge.OnPlaced, Via: byEmail}, r}})
		require.ErrorContains(t, err, says)
	}
}

// A marked pair of shoes comes from another shop and is issued: the code, the number of the transfer and that of the
// sale go to the operator of electronic documents, once. What is missing is named, and nothing goes out before.
//
// covers: B24-16 whole
func TestCodesOfWhatAShopIssuesGoToTheEDO(t *testing.T) {
	p := &messagetest.Memory{}
	edo := bridge.MessageRule{On: bridge.OnMarkedLeft, Via: []bridge.Via{{Account: "mail-1", Kind: messages.KindEDO}}, To: bridge.ToAddress, Address: messages.Address{ID: "2BM-7701"}, Places: []string{chaos.Shop1}}
	packages := func() (out []messages.Package) {
		for _, m := range p.Sent() {
			var x messages.Package
			require.NoError(t, json.Unmarshal(m.Data, &x))
			out = append(out, x)
		}
		return out
	}
	sells(t, func(s *chaos.Shop) {
		s.Has("SHOES-42", chaos.Shop2, 1, "BOWL", chaos.Shop1, 1)
		x := s.Sells(chaos.Boots())
		x.Pays()
		x.As(chaos.Clerk, order.RequestTransfer{Picks: order.PickAll("shoes"), From: chaos.Shop2, To: chaos.Shop1})
		x.As(chaos.Clerk, order.SetMark{Line: "shoes", Code: chaos.ShoeCode})
		x.As(chaos.Seller2, order.SendTransfer{Transfer: 1})
		x.As(chaos.Clerk, order.PostTransfer{Transfer: 1})
		x.As(chaos.Clerk, order.CreateShipment{To: chaos.Shop1}, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft})
		require.Empty(t, p.Sent(), "nothing has left")
		x.As(chaos.Storeman, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted})
		x.As(chaos.Seller1, order.Deliver{})
		time.Sleep(time.Hour)
		x.Settle()
		got := packages()
		require.Len(t, got, 1)
		require.Len(t, got[0].Units, 1, "the bowl is not marked")
		u := got[0].Units[0]
		require.Equal(t, chaos.ShoeCode, u.Code)
		require.Equal(t, s.Base.Documents("РеализацияТоваровУслуг")[0].Fields["Number"], got[0].Sale)
		require.Equal(t, s.Base.Documents("ПеремещениеТоваров")[0].Fields["Number"], u.Transfer)
		require.Equal(t, "2BM-7701", p.Sent()[0].To.ID)
		require.Empty(t, x.Owes())
	}, chaos.With1C, withMail(p, edo))

	p = &messagetest.Memory{}
	sells(t, func(s *chaos.Shop) {
		s.Has("SHOES-42", chaos.Shop1, 1, "BOWL", chaos.Shop1, 1)
		x := s.Sells(chaos.Boots())
		x.Pays()
		x.As(chaos.Clerk, order.SetMark{Line: "shoes", Code: chaos.ShoeCode})
		x.As(chaos.Clerk, order.CreateShipment{To: chaos.Shop1}, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted})
		x.As(chaos.Seller1, order.Deliver{})
		owes := x.Owes()
		require.Len(t, owes, 1)
		require.Equal(t, "line shoes unit 0: the number of the transfer is not known", owes[0].Lacks)
		require.Empty(t, p.Sent())
		x.As(chaos.Clerk, order.Attach{Document: order.Document{Kind: "transfer", Number: "0000-000777", Units: []order.Units{{Line: "shoes", To: amount.Pcs(1)}}}})
		require.Len(t, packages(), 1)
		require.Equal(t, "0000-000777", packages()[0].Units[0].Transfer)
		require.Empty(t, x.Owes())
	}, chaos.With1C, withMail(p, edo))
}

// Where people work in a system that shows no log, a note says that the buyer got the message; where it shows one, the
// log says so.
func TestPeopleSeeWhatWasSentToTheBuyer(t *testing.T) {
	p := &messagetest.Memory{}
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Settle()
		card, ok := s.CRM.Order(x.ID)
		require.True(t, ok)
		require.Contains(t, fmt.Sprint(card), "e-mail to ivanova@example.ru sent", "%+v", card)
	}, chaos.InCRM, withMail(p, toBuyer()[0]))
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Central, 3)
		x := s.Orders("", bitrixtest.Item{Article: "MUG", Quantity: "2"})
		x.Settle()
		require.Contains(t, x.Told(), "ivanova@example.ru")
		require.Contains(t, x.Told(), "sent: Order")
	}, chaos.WithPortal, withMail(p, toBuyer()[0]))
}
