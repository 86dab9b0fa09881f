package rozetkatest

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Order is an order as ROZETKA keeps it. Sums are kopecks.
type Order struct {
	ID               int64
	Status           int
	TTN              string // the number of the waybill
	Created, Changed time.Time
	Buyer, Recipient Person
	BuyerComment     string
	Sure             bool      // the buyer needs no call
	Comments         []Comment // of the seller, the newest first
	Lines            []Line
	Delivery         Delivery
	Payment          Payment
	History          []Step // the newest first
	DuplicateOrderID int64  // the order that stands for this one; 0 means none
	GroupID          int64  // the basket that was split; 0 means none
	Fulfilment       bool   // ROZETKA's own warehouse packs it
	Smart            bool   // of a premium buyer
	Promo            bool   // with goods at a promo price
	Viewed           bool
	Receipt          bool // its fiscal receipt was made

	createdType int
	ttnErased   bool
}

// Person is a buyer or recipient.
type Person struct {
	LastName, FirstName, SecondName string
	Phone                           string // digits, as 380670000002
}

func (p Person) fullName() string {
	return strings.Join(strings.Fields(p.LastName+" "+p.FirstName+" "+p.SecondName), " ")
}

func (p Person) title() object {
	return object{
		"first_name": p.FirstName, "last_name": p.LastName, "second_name": p.SecondName, "full_name": p.fullName(),
	}
}

// Line is a row of an order.
type Line struct {
	ID         int64  // of the row; Place and EditLines draw it
	ItemID     int64  // the id of the good at ROZETKA; drawn for an OfferID that is new
	OfferID    string // the seller's id in the price list
	Article    string
	Name       string
	Price      int64 // for one
	Discount   int64 // off the price of one
	Quantity   int   // 0 means 1
	KitID      int64
	Additional bool // an additional sale, which has no good
	Status     int  // 1 actual, 2 returned by the buyer, 0 removed; Place sets 1
}

// Delivery is where and how an order goes.
type Delivery struct {
	ServiceID     int // 0 means 5, Nova Poshta; 1 is ROZETKA Delivery, 10 the shop's courier
	MethodID      int // 1 a pick-up point, 2 a courier; 0 means 1
	CityID        int // 0 means 1, Kyiv
	City          string
	CityRef       string
	PlaceID       int64
	Branch        string // the number of the pick-up point
	Ref           string // Nova Poshta's id of its warehouse
	Street, House string
	Flat          string
	Cost          int64 // the fixed price that the buyer pays with the goods
	Free          bool  // the seller pays the carrier; neither Free nor Cost: the buyer pays the carrier
}

// Payment is how an order is paid for.
type Payment struct {
	MethodID int    // 0 means 1, on receipt
	Status   string // of a payment through ROZETKA, such as "unpaid" or "paid"; empty means none, as always with cash
	At       time.Time
}

// Comment is a comment of the seller.
type Comment struct {
	Text string
	At   time.Time
}

// Step is a status that an order got.
type Step struct {
	Status int
	At     time.Time
}

// find returns an order by its number.
func (s *Server) find(id int64) *Order {
	for _, o := range s.orders {
		if o.ID == id {
			return o
		}
	}
	return nil
}

// clone returns a copy for others.
func (o *Order) clone() Order {
	c := *o
	c.Comments, c.Lines, c.History = slices.Clone(o.Comments), slices.Clone(o.Lines), slices.Clone(o.History)
	return c
}

// group is the status_group of the order.
func (o *Order) group() int {
	return statusOf(o.Status).category.group()
}

// set gives the order a status. Going back to 26 erases the waybill.
func (o *Order) set(status int, at time.Time) {
	if status == 26 && o.TTN != "" {
		o.TTN, o.ttnErased = "", true
	}
	o.Status, o.Changed = status, at
	o.History = slices.Insert(o.History, 0, Step{status, at})
}

// comment adds a comment of the seller.
func (o *Order) comment(text string, at time.Time) {
	o.Comments, o.Changed = slices.Insert(o.Comments, 0, Comment{text, at}), at
}

// since is when the order got its status.
func (o *Order) since() time.Time { return o.History[0].At }

// sums are the sums of the lines that are not removed, before and after discounts.
func (o *Order) sums() (amount, discounted int64, quantity int) {
	for _, l := range o.Lines {
		if l.Status != 0 {
			amount += l.Price * int64(l.Quantity)
			discounted += (l.Price - l.Discount) * int64(l.Quantity)
			quantity += l.Quantity
		}
	}
	return amount, discounted, quantity
}

// editable reports whether the seller may edit the order.
func (o *Order) editable() bool { return o.Status == 26 }

// copyable reports whether the order may be restored.
func (o *Order) copyable() bool { return o.group() == 3 && o.Status != 31 && o.Status != 44 }

// each does something with an order for a test; what says what happens there.
func (s *Server) each(id int64, what string, do func(o *Order, at time.Time) error) (err error) {
	s.do(func() {
		o := s.find(id)
		if o == nil {
			err = fmt.Errorf("rozetkatest: no order %d", id)
			return
		}
		if err = do(o, s.now()); err != nil {
			err = fmt.Errorf("rozetkatest: order %d in status %d: %s: %w", id, o.Status, what, err)
		}
	})
	return err
}

// Order returns an order as it is now; false means that there is none.
func (s *Server) Order(id int64) (o Order, found bool) {
	s.do(func() {
		if at := s.find(id); at != nil {
			o, found = at.clone(), true
		}
	})
	return o, found
}

// Orders returns all orders, as they were placed.
func (s *Server) Orders() (all []Order) {
	s.do(func() {
		for _, o := range s.orders {
			all = append(all, o.clone())
		}
	})
	return all
}
