package texts

// orderTelling are the refusals about what the channel and the buyer are told.
func orderTelling() []entry {
	return []entry{
		{"told", "сообщение покупателю", "повідомлення покупцю", "wiadomość do kupującego"},
		{"code", "код", "код", "kod"},
		{
			"the scheme %s wants to know how the buyer was told: say it in Cancel.Told",
			"по схеме «%s» нужно указать, как об отмене сообщили покупателю: заполните Cancel.Told",
			"за схемою «%s» треба вказати, як про скасування повідомили покупця: заповніть Cancel.Told",
			"model „%s” wymaga informacji, jak powiadomiono kupującego o anulowaniu: podaj ją w Cancel.Told",
		},
		{
			"a refusal at the door is sent when the order is closed, by its reason; leave the code out",
			"отказ при вручении передаётся при закрытии заказа по своей причине; код не указывайте",
			"відмова під час вручення передається в разі закриття замовлення за своєю причиною; код не вказуйте",
			"odmowa przy odbiorze jest przekazywana przy zamknięciu zamówienia według przyczyny; nie podawaj kodu",
		},
	}
}
