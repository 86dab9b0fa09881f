package chaos

import (
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/messages/messagetest"
)

// WithMail is a shop that writes to its buyers of all that happens, and sends marking codes of what the first shop
// issues to the operator of electronic documents.
func WithMail(s *Shop) {
	s.Mail = &messagetest.Memory{}
	via := []bridge.Via{{Account: "mail-1", Kind: messages.KindEmail}, {Account: "mail-1", Kind: messages.KindSMS}}
	for _, on := range []bridge.Occasion{
		bridge.OnPlaced, bridge.OnReceipt, bridge.OnRefundReceipt, bridge.OnShipped, bridge.OnArrived, bridge.OnHandedOut, bridge.OnRefunded, bridge.OnCancelled,
	} {
		s.Way.Messages = append(s.Way.Messages, bridge.MessageRule{On: on, Via: via})
	}
	s.Way.Messages = append(s.Way.Messages, bridge.MessageRule{
		On: bridge.OnMarkedLeft, Via: []bridge.Via{{Account: "mail-1", Kind: messages.KindEDO}}, To: bridge.ToAddress,
		Address: messages.Address{ID: "2BM-7701"}, Places: []string{Shop1},
	})
}

// mail is what reached its addressee, and what the order knows of it.
func (x *Sale) mail() (arrived, known []string) {
	if x.Mail == nil {
		return nil, nil
	}
	for _, m := range x.Mail.Sent() {
		arrived = append(arrived, m.Key+" "+m.To.String())
	}
	for _, m := range x.Order().View().Messages {
		known = append(known, fmt.Sprint(m.Key, " ", m.State))
	}
	slices.Sort(arrived)
	slices.Sort(known)
	return arrived, known
}
