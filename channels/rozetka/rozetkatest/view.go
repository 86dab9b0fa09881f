package rozetkatest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// getOrder serves GET /orders/{id}.
func getOrder(c *call) (any, error) {
	o, err := c.order(c.r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	expand, err := c.expand()
	if err != nil {
		return nil, err
	}
	return c.one(o, expand), nil
}

// expand returns the further fields that were asked for.
func (c *call) expand() ([]string, error) {
	if !c.query.Has("expand") {
		return nil, nil
	}
	names := strings.Split(c.query.Get("expand"), ",")
	for i, name := range names {
		names[i] = strings.TrimSpace(name)
		if extra[names[i]] == nil {
			return nil, invalid("expand", "Невідоме поле %q", name)
		}
	}
	if slices.Contains(names, "item_details") && !slices.Contains(names, "purchases") {
		return nil, invalid("expand", "item_details потребує purchases")
	}
	return names, nil
}

// money is a sum as it is answered.
func money(kopecks int64) string { return fmt.Sprintf("%d.%02d", kopecks/100, kopecks%100) }

// flag is a yes or no that comes as a number.
func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// orNull returns null for nothing.
func orNull[T comparable](v T) any {
	if v == *new(T) {
		return nil
	}
	return v
}

// one is an order as it is answered alone. What is false in a list is 0 here.
func (c *call) one(o *Order, expand []string) object {
	out := c.view(o, expand)
	out["can_prolong"] = 0
	return out
}

// view is an order as it is answered.
func (c *call) view(o *Order, expand []string) object {
	amount, discounted, quantity := o.sums()
	comments, photos := []object{}, []object{}
	for _, one := range o.Comments {
		comments = append(comments, object{
			"comment": one.Text, "created": stamp(one.At), "seller_id": sellerID, "seller_fio": sellerName,
		})
	}
	for _, l := range o.Lines {
		if l.Status != 0 {
			photos = append(photos, l.photo())
		}
	}
	out := object{
		"id": o.ID, "market_id": c.settings.MarketID, "created": stamp(o.Created), "changed": stamp(o.Changed),
		"amount": money(amount), "amount_with_discount": money(discounted),
		"cost": money(amount + o.Delivery.Cost), "cost_with_discount": money(discounted + o.Delivery.Cost),
		"status": o.Status, "status_group": o.group(), "items_photos": photos, "seller_comment": comments,
		"seller_comment_created": "", "current_seller_comment": "", "comment": o.BuyerComment,
		"user_phone": o.Buyer.Phone, "user_title": o.Buyer.title(), "user_rating": nil,
		"recipient_phone": o.Recipient.Phone, "recipient_title": o.Recipient.title(), "from_warehouse": 0,
		"ttn": o.TTN, "total_quantity": quantity, "mk_created": false, "can_copy": o.copyable(),
		"created_type": o.createdType, "is_viewed": o.Viewed, "callback_off": flag(o.Sure),
		"is_fulfillment": o.Fulfilment, "duplicate_order_id": orNull(o.DuplicateOrderID),
		"is_delivery_edit_available": o.receiverEditable(), "can_prolong": false,
		"is_review_request_send": 0, "review_request_status": nil,
		"group_id": c.group(o), "group_orders_count": c.inGroup(o),
	}
	if len(o.Comments) > 0 {
		out["seller_comment_created"], out["current_seller_comment"] = stamp(o.Comments[0].At), o.Comments[0].Text
	}
	if o.TTN == "" && o.ttnErased {
		out["ttn"] = nil
	}
	if o.Fulfilment {
		out["refund_status"], out["ff_can_approve"] = nil, o.Status == 1
	}
	for _, name := range expand {
		maps.Copy(out, extra[name](c, o))
	}
	return out
}

// inGroup counts the orders of the same basket.
func (s *Server) inGroup(o *Order) (n int) {
	for _, other := range s.orders {
		if other == o || o.GroupID != 0 && other.GroupID == o.GroupID {
			n++
		}
	}
	return n
}

// group is the basket of an order, null for one that is alone.
func (s *Server) group(o *Order) any {
	if s.inGroup(o) == 1 {
		return nil
	}
	return o.GroupID
}

func (s *Server) user(o *Order) object {
	return object{"id": s.buyerID(o), "has_email": true, "contact_fio": o.Buyer.fullName(), "email": "true"}
}

// chat is the chat about an order, in which nobody has written yet.
func (s *Server) chat(o *Order) object {
	return object{
		"id": o.ID % 100_000_000, "created": stamp(o.Created), "updated": stamp(o.Created),
		"subject": fmt.Sprintf("Замовлення № %d", o.ID), "user": s.user(o), "read_market": nil, "trash_market": 0,
		"star_market": 0, "order_id": o.ID, "type": 0, "item_id": nil, "user_id": s.buyerID(o), "unread_messages_count": 0,
	}
}

func (l Line) photo() object {
	out := object{
		"id": l.ItemID, "url": "https://content.example/" + fmt.Sprint(l.ItemID) + ".jpg", "item_name": l.Name,
		"item_url": itemURL(l.ItemID), "item_price": money(l.Price - l.Discount),
	}
	if l.Additional {
		out["url"], out["item_url"] = "/assets/images/package.svg", nil
	}
	return out
}

func itemURL(id int64) string { return fmt.Sprintf("https://rozetka.example/%d/p%[1]d", id) }

// receiverEditable reports whether recipient, delivery and payment can be edited.
func (o *Order) receiverEditable() bool {
	return !o.Fulfilment && slices.Contains([]int{26, 47, 48}, o.Status)
}

// extra are the fields of the parameter expand. Of what the fake has not, it answers what an order without it shows.
var extra = extras()

func extras() map[string]func(*call, *Order) object {
	extra := map[string]func(*call, *Order) object{}
	fixed := func(name string, v any) { extra[name] = func(*call, *Order) object { return object{name: v} } }
	field := func(name string, value func(*call, *Order) any) {
		extra[name] = func(c *call, o *Order) object { return object{name: value(c, o)} }
	}
	for _, name := range []string{
		"market_review", "payment_invoice_id", "delivery_commission_info", "rz_delivery_ttn_sender", "auto_refund",
	} {
		fixed(name, nil)
	}
	for _, name := range []string{"chatMessages", "credit_info", "feedback"} {
		fixed(name, []object{})
	}
	for _, name := range []string{
		"credit_broker", "is_fixed_campaign_order", "invoice_exist", "can_create_invoice", "need_label", "is_reserve_ending",
		"has_auto_message",
	} {
		fixed(name, false)
	}
	fixed("feedback_count", 0)
	fixed("credit_status", 0)
	fixed("reminder_to_check_payment_for_duplicates", object{"to_show_reminder": false, "message": nil})
	fixed("carrier", object{
		"carrier": nil, "carrier_inner_id": nil, "carrier_track_num": nil, "carrier_return_track_num": nil, "is_carrier_meest": false,
	})
	extra["item_details"] = func(*call, *Order) object { return nil } // more of the item of purchases, which is there
	field("status_data", func(c *call, o *Order) any { return statusOf(o.Status).read(c) })
	field("order_status_history", func(c *call, o *Order) any { return o.history(c) })
	field("last_update_status", func(_ *call, o *Order) any { return stamp(o.since()) })
	field("user", func(c *call, o *Order) any { return c.user(o) })
	field("prro", func(_ *call, o *Order) any {
		if o.Receipt {
			return object{"prro_receipt_status": 1, "prro_receipt_service_name": "manual"}
		}
		return object{"prro_receipt_status": nil, "prro_receipt_service_name": nil}
	})
	field("chatUser", func(c *call, o *Order) any { return c.chat(o) })
	field("group_id", func(c *call, o *Order) any { return c.group(o) })
	field("group_orders_count", func(c *call, o *Order) any { return c.inGroup(o) })
	field("count_buyer_orders", func(c *call, o *Order) any { return c.ordersOf(o.Buyer) })
	field("delivery", func(_ *call, o *Order) any { return o.delivery() })
	field("delivery_service", func(_ *call, o *Order) any { return serviceOf(o.Delivery.ServiceID).read() })
	field("delivery_prices", func(_ *call, o *Order) any {
		return object{"delivery_price": money(o.Delivery.Cost), "post_pay_commission": "0.00"}
	})
	field("is_free_delivery", func(_ *call, o *Order) any { return o.Delivery.Free })
	field("purchases", func(c *call, o *Order) any { return o.purchases(c) })
	field("status_available", func(c *call, o *Order) any { return rows(o.Status, c.open(o, c.at), o.deliveryType()) })
	field("status_available_detailed", func(c *call, o *Order) any {
		out := []object{}
		for _, id := range c.open(o, c.at) {
			st := statusOf(id)
			out = append(out, object{
				"parent_id": o.Status, "child_id": id, "delivery_type": o.deliveryType(), "name": st.read(c)["title"],
				"front_group": st.category.group(),
			})
		}
		return out
	})
	field("is_access_change_order", func(_ *call, o *Order) any { return o.editable() })
	field("can_edit", func(_ *call, o *Order) any { return o.editable() })
	field("is_receiver_edit_available", func(_ *call, o *Order) any { return o.receiverEditable() })
	field("payment", func(_ *call, o *Order) any { return o.payment() })
	field("payment_method_id", func(_ *call, o *Order) any { return o.Payment.MethodID })
	field("payment_type", func(_ *call, o *Order) any { return methodOf(o.Payment.MethodID).kind })
	field("payment_type_name", func(_ *call, o *Order) any { return methodOf(o.Payment.MethodID).name })
	field("payment_type_title", func(_ *call, o *Order) any { return methodOf(o.Payment.MethodID).title })
	field("status_payment", func(_ *call, o *Order) any { return o.statusPayment() })
	field("payment_status", func(_ *call, o *Order) any { return orNull(paymentStatusOf(o.Payment.Status).title) })
	field("is_payed", func(_ *call, o *Order) any { return o.Payment.Status == "paid" })
	field("is_promo", func(_ *call, o *Order) any { return o.Promo })
	field("is_smart", func(_ *call, o *Order) any { return o.Smart })
	field("has_kit", func(_ *call, o *Order) any { return o.hasKit() })
	return extra
}

func (o *Order) hasKit() bool {
	return slices.ContainsFunc(o.Lines, func(l Line) bool { return l.KitID != 0 && l.Status != 0 })
}

// deliveryType is the value of delivery_type for the order.
func (o *Order) deliveryType() int {
	if o.Delivery.ServiceID == ownCourier {
		return own
	}
	return external
}

func (o *Order) history(c *call) []object {
	out := []object{}
	for _, h := range o.History {
		st := statusOf(h.Status)
		out = append(out, object{"status_id": h.Status, "created": stamp(h.At), "status": st.read(c)})
	}
	return out
}

// buyerID is the number of a buyer: those with one phone are one.
func (s *Server) buyerID(o *Order) int64 {
	for i, other := range s.orders {
		if other.Buyer.Phone == o.Buyer.Phone {
			return 42_000_001 + int64(i)
		}
	}
	return 0
}

func (s *Server) ordersOf(p Person) (n int) {
	for _, o := range s.orders {
		if o.Buyer.Phone == p.Phone {
			n++
		}
	}
	return n
}

func (o *Order) delivery() object {
	d, to := o.Delivery, o.Recipient
	service := serviceOf(d.ServiceID)
	var cost any
	if d.Cost > 0 || d.Free {
		cost = money(d.Cost)
	}
	return object{
		"delivery_service_id": d.ServiceID, "delivery_service_name": service.name, "delivery_method_id": d.MethodID,
		"recipient_title": to.fullName(), "recipient_first_name": to.FirstName, "recipient_last_name": to.LastName,
		"recipient_second_name": to.SecondName, "recipient_phone": to.Phone, "another_recipient": to != o.Buyer,
		"place_id": orNull(d.PlaceID), "pickup_rz_id": nil, "pickup_type": nil, "place_street": orNull(d.Street),
		"place_number": orNull(d.Branch), "place_house": orNull(d.House), "place_flat": orNull(d.Flat), "cost": cost,
		"city": object{
			"id": d.CityID, "uuid": orNull(d.CityRef), "city_name": d.City, "name": d.City, "name_ua": d.City, "name_en": nil,
			"title": d.City, "region_title": "", "status": 1,
		},
		"ref_id": orNull(d.Ref), "name_logo": service.logo, "street_id": nil, "street_directory_id": nil, "email": nil,
		"reserve_date": nil, "delivery_date": nil,
	}
}

func (o *Order) purchases(c *call) []object {
	out := []object{}
	for _, l := range o.Lines {
		if l.Status == 0 && c.settings.DropRemovedRows {
			continue
		}
		q := int64(l.Quantity)
		var item any
		if !l.Additional {
			item = object{
				"id": l.ItemID, "name": l.Name, "name_ua": l.Name, "article": l.Article, "price_offer_id": l.OfferID,
				"price": money(l.Price), "catalog_category": object{"id": 4326663, "name": "Різне", "parent_id": 4326572},
				"catalog_id": 4326663, "group_id": nil, "photo_preview": l.photo()["url"], "photo": []any{l.photo()["url"]},
				"moderation_status": 0, "sla_id": 11558, "url": itemURL(l.ItemID), "sold": 0, "uploader_offer_id": l.OfferID,
				"uploader_status": nil,
			}
		}
		out = append(out, object{
			"id": l.ID, "cost": money(l.Price * q), "cost_with_discount": money((l.Price - l.Discount) * q),
			"price": money(l.Price), "price_with_discount": money(l.Price - l.Discount), "quantity": l.Quantity,
			"item_id": l.ItemID, "item_name": l.Name, "item": item, "kit_id": orNull(l.KitID), "status": l.Status,
			"conf_details": nil, "ttn": nil, "order_status": nil, "is_additional_item": l.Additional, "is_smart": o.Smart,
		})
	}
	return out
}

func (o *Order) payment() object {
	m := methodOf(o.Payment.MethodID)
	return object{
		"payment_method_id": m.id, "payment_method_name": m.name, "payment_type": m.kind, "payment_type_title": m.title,
		"payment_status": o.statusPayment(), "credit": nil,
	}
}

// statusPayment is the status of a payment; null for cash.
func (o *Order) statusPayment() any {
	p := paymentStatusOf(o.Payment.Status)
	if p.id == 0 {
		return nil
	}
	return object{
		"order_id": o.ID, "status_payment_id": p.id, "name": p.name, "title": p.title, "value": p.value(),
		"payment_invoice_id": nil, "created_at": stamp(latest(o.Payment.At, o.Created)),
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
