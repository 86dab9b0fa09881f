package rozetkatest

// createReceipt serves POST /prro/create-receipt: one fiscal receipt for an order. What the vendor says to a second one
// is not known; here it is refused.
func createReceipt(c *call) (any, error) {
	var in struct {
		OrderID           integer `json:"order_id"`
		PaymentMethodType *string `json:"payment_method_type"`
		URL               *string `json:"url"`
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	o := c.find(int64(in.OrderID))
	switch {
	case o == nil:
		return nil, notFound
	case o.Receipt:
		return nil, invalid("order_id", "Чек для замовлення %d вже створено", o.ID)
	}
	o.Receipt = true
	c.commit()
	return true, nil
}

// receiptStatus serves GET /prro/receipt-status/{id}.
func receiptStatus(c *call) (any, error) {
	o, err := c.order(c.r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return object{"status": flag(o.Receipt)}, nil
}
