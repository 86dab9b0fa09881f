package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// label is a parcel label that the carrier's system keeps.
func label() []order.File {
	return []order.File{{Name: "label-S1.pdf", Type: "application/pdf", Ref: order.Ref{System: "cdek", Account: "cdek-1", Kind: "label", ID: "77"}, URL: "https://files.example/label-S1.pdf"}}
}

// noticeHistory is an order that a shop issues: the operator asks it to, the shop asks for the label and gets it, and
// somebody at the warehouse answers about a return.
func noticeHistory(t require.TestingT) *story {
	s := tell(t, ownShop())
	s.do(order.Confirm{}, order.CreateShipment{Picks: order.PickAll("L1")}, order.Notify{
		To: order.Addressee{Role: order.RoleShop, Place: "msk-1"}, Text: "issue it to the buyer",
		About: order.About{Units: []order.Units{{Line: "L1"}}, Shipment: 1},
	})
	s.as(order.RoleSystem, order.MarkTold{Notice: 1})
	s.by1(shopAt("msk-1"), order.AnswerNotice{Notice: 1, Text: "issued"})
	s.by1(shopAt("msk-1"), order.Notify{To: order.Addressee{Role: order.RoleOperator}, Text: "the label, please"})
	s.do(order.MarkTold{Notice: 2}, order.AnswerNotice{Notice: 2, Files: label()})
	s.do(order.Notify{To: order.Addressee{Person: "oleg"}, Text: "print it", Files: label()})
	return s
}

func shopAt(place string) order.Actor {
	return order.Actor{ID: "sveta", Role: order.RoleShop, Place: place}
}

// by1 gives one command of an actor; it must succeed.
func (s *story) by1(who order.Actor, cmd order.Command) {
	by := s.by(who.Role)
	by.Actor = who
	evs, err := s.o.Do(cmd, by)
	require.NoError(s.t, err)
	s.keep(evs)
}

// The shop is told and asked to issue; it answers once, and the operator has the answer.
func TestTheOperatorAsksAShopToIssueAndTheShopAnswers(t *testing.T) {
	s := tell(t, ownShop())
	s.do(order.Confirm{}, order.Notify{
		To: order.Addressee{Role: order.RoleShop, Place: "msk-1"}, Text: "issue it", About: order.About{Units: []order.Units{{Line: "L1"}}},
	})
	n := s.o.View().Notices[0]
	require.Equal(t, order.NoticeStateOpen, n.State)
	require.Equal(t, "role shop, place msk-1", n.To.Text().String())
	require.Equal(t, amount.Pcs(0), n.About.Units[0].From)
	require.Equal(t, s.o.View().Lines[0].Quantity, n.About.Units[0].To, "a whole line is written out")

	by := s.by(order.RoleShop)
	by.Actor = shopAt("msk-1")
	_, err := s.o.Do(order.AnswerNotice{Notice: 1, Text: "issued"}, by)
	refusedWith(t, err, order.ErrNotNow, "mark it as told first")
	s.as(order.RoleSystem, order.MarkTold{Notice: 1})
	require.Equal(t, order.NoticeStateTold, s.o.View().Notices[0].State)

	for name, who := range map[string]order.Actor{
		"another shop": shopAt("spb-2"), "a shop that does not say which": shopAt(""), "the warehouse": {ID: "w", Role: order.RoleWarehouse, Place: "msk-1"},
	} {
		by.Actor = who
		_, err = s.o.Do(order.AnswerNotice{Notice: 1, Text: "issued"}, by)
		require.ErrorIs(t, err, order.ErrRole, name)
		require.ErrorContains(t, err, "it is for role shop, place msk-1: they or the operator answer it")
	}
	s.by1(shopAt("msk-1"), order.AnswerNotice{Notice: 1, Text: "issued"})
	n = stored(t, s.o).View().Notices[0]
	require.Equal(t, order.NoticeStateAnswered, n.State)
	require.Equal(t, "issued", n.Answer)
	require.Equal(t, "sveta", n.AnsweredBy.ID)
	require.Equal(t, order.RoleSystem, n.ToldBy.Role)
	require.True(t, n.At.Before(n.Told) && n.Told.Before(n.Answered))
	_, err = s.o.Do(order.AnswerNotice{Notice: 1, Text: "issued"}, s.by(order.RoleOperator))
	refusedWith(t, err, order.ErrAlready, "it was answered")
}

// The shop asks for the papers of the carrier, and gets them with the answer; the order holds links only.
func TestLabelsGoToTheShopWithTheAnswer(t *testing.T) {
	s := tell(t, ownShop())
	s.by1(shopAt("msk-1"), order.Notify{To: order.Addressee{Role: order.RoleOperator}, Text: "the papers of the courier, please"})
	s.do(order.MarkTold{Notice: 1}, order.AnswerNotice{Notice: 1, Files: label()})
	require.Equal(t, label(), s.o.View().Notices[0].Reply)
	_, err := s.o.Do(order.Notify{
		To: order.Addressee{Role: order.RoleShop}, Text: "label", Files: []order.File{{Name: "label.pdf", URL: "data:application/pdf;base64,JVBERi0="}},
	}, s.by(order.RoleOperator))
	refusedWith(t, err, order.ErrInvalid, "the content is kept elsewhere")
}

func TestNoticesThatCannotBeAreRefused(t *testing.T) {
	toShop := order.Addressee{Role: order.RoleShop}
	told := func(t *testing.T) *story { return noticed(t, order.MarkTold{Notice: 1}) }
	open := func(t *testing.T) *story { return noticed(t) }
	for _, r := range []refusal{
		{"a notice to nobody", newInShop, "", order.Notify{Text: "x"}, order.ErrInvalid, "set a role, a place or a person"},
		{"a notice to an unknown role", newInShop, "", order.Notify{To: order.Addressee{Role: "boss"}, Text: "x"}, order.ErrInvalid, "role boss"},
		{"a notice that says nothing", newInShop, "", order.Notify{To: toShop}, order.ErrInvalid, "it is empty"},
		{"a notice about a line that is not there", newInShop, "", order.Notify{To: toShop, Text: "x", About: order.About{Units: []order.Units{{Line: "L9"}}}}, order.ErrUnknown, "line L9"},
		{"a notice about more units than there are", newInShop, "", order.Notify{To: toShop, Text: "x", About: order.About{Units: []order.Units{{Line: "L1", To: amount.Pcs(99)}}}}, order.ErrQuantity, "line L1"},
		{"a notice about a shipment that is not there", newInShop, "", order.Notify{To: toShop, Text: "x", About: order.About{Shipment: 1}}, order.ErrUnknown, "shipment S1"},
		{"a notice about a return that is not there", newInShop, "", order.Notify{To: toShop, Text: "x", About: order.About{Block: 1}}, order.ErrUnknown, "return block R1"},
		{"a file without a name", newInShop, "", order.Notify{To: toShop, Text: "x", Files: []order.File{{URL: "https://a"}}}, order.ErrInvalid, "file 1"},
		{"a file that is nowhere", newInShop, "", order.Notify{To: toShop, Text: "x", Files: []order.File{{Name: "a.pdf"}}}, order.ErrInvalid, "neither its reference nor its URL"},
		{"the same notice while it is open", open, "", order.Notify{To: toShop, Text: "issue it"}, order.ErrAlready, "notice 1"},
		{"the same notice before it is answered", told, "", order.Notify{To: toShop, Text: "issue it"}, order.ErrAlready, "notice 1"},
		{"a notice by the buyer", newInShop, order.RoleBuyer, order.Notify{To: toShop, Text: "x"}, order.ErrRole, "role buyer"},
		{"a notice by the channel", newInShop, order.RoleChannel, order.Notify{To: toShop, Text: "x"}, order.ErrRole, "role channel"},
		{"told twice", told, "", order.MarkTold{Notice: 1}, order.ErrAlready, "notice 1"},
		{"told by others", open, order.RoleWarehouse, order.MarkTold{Notice: 1}, order.ErrRole, "it is for role shop"},
		{"told of what is not there", open, "", order.MarkTold{Notice: 2}, order.ErrUnknown, "the order has 1 notice"},
		{"an answer to what is not there", open, "", order.AnswerNotice{Notice: 2, Text: "x"}, order.ErrUnknown, "notice 2"},
		{"an answer before it was told", open, order.RoleShop, order.AnswerNotice{Notice: 1, Text: "x"}, order.ErrNotNow, "notice 1"},
		{"an answer by others", told, order.RoleRemote, order.AnswerNotice{Notice: 1, Text: "x"}, order.ErrRole, "it is for role shop"},
		{"an answer by the gateway", told, order.RoleGateway, order.AnswerNotice{Notice: 1, Text: "x"}, order.ErrRole, "role gateway"},
		{"an empty answer", told, "", order.AnswerNotice{Notice: 1}, order.ErrInvalid, "answer"},
	} {
		t.Run(r.name, r.check)
	}
}

// noticed is an order whose shop is asked to issue it.
func noticed(t *testing.T, then ...order.Command) *story {
	s := newInShop(t)
	s.do(append([]order.Command{order.Notify{To: order.Addressee{Role: order.RoleShop}, Text: "issue it"}}, then...)...)
	return s
}

// A clerk of the shop who works in the CRM answers there, with the rights of her own role and place; another shop's
// clerk gets a note why not.
func TestAClerkAnswersInTheCRM(t *testing.T) {
	s := noticed(t)
	s.do(order.Notify{To: order.Addressee{Place: "msk-1"}, Text: "and the scarf"}, order.MarkTold{Notice: 1}, order.MarkTold{Notice: 2})
	clerk := func(place string) order.By {
		by := s.by(order.RoleERP)
		by.Actor = order.Actor{ID: "sveta", Role: order.RoleERP, System: "crm-1", As: order.RoleShop, Place: place}
		return by
	}
	answer := func(n int) order.Intent {
		return order.Intent{Commands: []order.Command{order.AnswerNotice{Notice: n, Text: "issued"}}}
	}
	_, err := s.o.Observe(answer(2), clerk("spb-2"))
	require.NoError(t, err)
	require.Contains(t, s.o.View().Notes[0].Text, "it is for place msk-1")
	for _, n := range []int{1, 2} {
		evs, err := s.o.Observe(answer(n), clerk("msk-1"))
		require.NoError(t, err)
		require.IsType(t, order.NoticeAnswered{}, evs[0].Body)
	}
	evs, err := s.o.Observe(answer(2), clerk("msk-1"))
	require.NoError(t, err)
	require.Empty(t, evs, "read again, it is answered already")
}

// Once it is answered, people may ask the same again; and people may talk while confirmations are open and when the
// order has ended.
func TestPeopleMayAlwaysTalk(t *testing.T) {
	again := order.Notify{To: order.Addressee{Role: order.RoleShop}, Text: "issue it"}
	s := noticed(t, order.MarkTold{Notice: 1}, order.AnswerNotice{Notice: 1, Text: "not yet here"}, again)
	require.Len(t, s.o.View().Notices, 2)
	for _, given := range []func(*testing.T) *story{awaiting, cancelledOrder} {
		s := given(t)
		before := s.o.State()
		s.do(again, order.MarkTold{Notice: 1}, order.AnswerNotice{Notice: 1, Text: "done"})
		require.Equal(t, before, s.o.State())
	}
}

// Whoever delivers commands may deliver them again: each notice is asked, told and answered once, and the units, the
// money and the state of the order stay what they were.
func TestANoticeDeliveredAgainChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := tell(t, ownShop())
		s.do(order.Confirm{})
		plain := s.o.View()
		var given []order.Command
		var keys []string
		at := s.at
		for i := range rapid.IntRange(1, 12).Draw(t, "steps") {
			var c order.Command
			switch rapid.IntRange(0, 2).Draw(t, "what") {
			case 0:
				c = order.Notify{
					To:   rapid.SampledFrom([]order.Addressee{{Role: order.RoleShop}, {Person: "oleg"}}).Draw(t, "to"),
					Text: rapid.SampledFrom([]string{"issue it", "wait"}).Draw(t, "text"), Files: label(),
				}
			case 1:
				c = order.MarkTold{Notice: rapid.IntRange(1, 3).Draw(t, "notice")}
			default:
				c = order.AnswerNotice{Notice: rapid.IntRange(1, 3).Draw(t, "notice"), Text: "done"}
			}
			key := "k" + string(rune('a'+i))
			at = at.Add(time.Minute)
			if _, err := s.o.Do(c, order.By{Actor: order.Actor{Role: order.RoleOperator}, At: at, Key: key}); err == nil {
				given, keys = append(given, c), append(keys, key)
			}
		}
		before := stands(t, s.o)
		for i, c := range given {
			evs, err := s.o.Do(c, order.By{Actor: order.Actor{Role: order.RoleOperator}, At: at, Key: keys[i]})
			require.NoError(t, err)
			require.Empty(t, evs)
		}
		require.Equal(t, before, stands(t, s.o))
		v := stored(t, s.o).View()
		for _, n := range v.Notices {
			require.Equal(t, n.State != order.NoticeStateOpen, !n.Told.IsZero(), "an answer needs told")
			require.Equal(t, n.State == order.NoticeStateAnswered, !n.Answered.IsZero())
		}
		require.Equal(t, plain.State, v.State)
		require.Equal(t, plain.Lines, v.Lines)
		require.Equal(t, plain.Due, v.Due)
	})
}

func TestAllowedOffersWhatMayBeDoneWithNotices(t *testing.T) {
	may := func(s *story, role order.Role) (kinds []order.Kind) {
		for _, p := range s.o.Allowed(order.By{Actor: order.Actor{Role: role}}) {
			if p.Why == nil {
				kinds = append(kinds, p.Kind)
			}
		}
		return kinds
	}
	s := noticed(t)
	require.Contains(t, may(s, order.RoleShop), order.KindMarkTold)
	require.NotContains(t, may(s, order.RoleShop), order.KindAnswerNotice)
	require.NotContains(t, may(s, order.RoleWarehouse), order.KindMarkTold)
	s.as(order.RoleShop, order.MarkTold{Notice: 1})
	require.Contains(t, may(s, order.RoleShop), order.KindAnswerNotice)
	require.NotContains(t, may(s, order.RoleShop), order.KindMarkTold)
	require.NotContains(t, may(s, order.RoleWarehouse), order.KindAnswerNotice)
	require.Contains(t, may(s, order.RoleWarehouse), order.KindNotify)
	require.NotContains(t, may(s, order.RoleBuyer), order.KindNotify)
	require.Equal(t, status.OrderNew, s.o.State())
}
