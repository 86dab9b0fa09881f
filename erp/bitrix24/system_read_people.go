package bitrix24

import (
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/order"
)

// readContact reads who the buyer is. A contact that was edited is read where it is the deal's.
func (r *reader) readContact(id int64, edited bool) error {
	if id == 0 || edited && id != r.see.deal.Contact {
		return nil
	}
	p, err := r.client.Contacts().Get(r.ctx, id)
	if err != nil {
		return err
	}
	now := order.Buyer{}
	var about []string
	differs := func(field *string, here, there string) {
		if there != "" && there != here {
			*field = there
			about = append(about, there+" / "+here)
		}
	}
	name := strings.Join(strings.Fields(p.LastName+" "+p.Name+" "+p.SecondName), " ")
	if !sameWords(name, r.o.Buyer.Name) {
		differs(&now.Name, r.o.Buyer.Name, name)
	}
	if here := contact.Dialled(r.o.Buyer.Phone, r.set.region()); !hasPhone(p, here, r.set.region()) {
		differs(&now.Phone, r.o.Buyer.Phone, firstPhone(p, r.set.region()))
	}
	if !hasEmail(p, r.o.Buyer.Email) && len(p.Emails) > 0 {
		differs(&now.Email, r.o.Buyer.Email, strings.TrimSpace(p.Emails[0].Value))
	}
	if len(about) > 0 {
		r.intend(changedContact, order.ChangeDetails{Buyer: now}, order.Textf("the buyer's contact there and here: %s", strings.Join(about, "; ")))
	}
	return nil
}

// sameWords reports whether two names have the same words, in whatever order.
func sameWords(a, b string) bool {
	count := map[string]int{}
	for _, w := range strings.Fields(strings.ToLower(a)) {
		count[w]++
	}
	for _, w := range strings.Fields(strings.ToLower(b)) {
		count[w]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

func hasPhone(p Party, dialled, region string) bool {
	for _, m := range p.Phones {
		if contact.Dialled(m.Value, region) == dialled {
			return true
		}
	}
	return false
}

func firstPhone(p Party, region string) string {
	for _, m := range p.Phones {
		if number := contact.Dialled(m.Value, region); number != "" {
			return number
		}
	}
	return ""
}

func hasEmail(p Party, email string) bool {
	for _, m := range p.Emails {
		if strings.EqualFold(strings.TrimSpace(m.Value), email) {
			return true
		}
	}
	return false
}

// readTask reads that a task was closed: that answers its notice, in the words of whoever closed it.
func (r *reader) readTask(id int64) error {
	t, err := r.client.GetTask(r.ctx, id)
	if ordo.ClassOf(err) == ordo.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	n, ours := noticeOf(t.Key, r.set.originator(), r.set.origin(r.o))
	if !ours || n > len(r.o.Notices) || t.Status != TaskDone || r.o.Notices[n-1].State == order.NoticeStateAnswered {
		return nil
	}
	text, err := r.client.taskAnswer(r.ctx, t)
	if err != nil {
		return err
	}
	if text == "" {
		text = r.set.language().Text(order.Textf("the task was closed"))
	}
	r.intend(changedTask, order.AnswerNotice{Notice: n, Text: text})
	return nil
}

// readCall reads that somebody called with the buyer.
func (r *reader) readCall(id string) error {
	for c, err := range r.client.ListCalls(r.ctx, Fields{"CALL_ID": id}) {
		if err != nil {
			return err
		}
		if c.Problem != nil || c.Value.Call != id {
			continue
		}
		r.intend(changedCall, order.ContactBuyer{
			Channel: "phone", Reached: c.Value.Seconds > 0 && (c.Value.Code == "" || c.Value.Code == "200"), Code: c.Value.Code,
			Ref: order.Ref{System: Name, Account: r.account, Kind: changedCall, ID: id},
		})
		return nil
	}
	return nil
}
