package texts

// bridgeMessages are what the bridge says of messages, and of effects that wait for what the order lacks.
func bridgeMessages() []entry {
	return []entry{
		{
			"%s: the order has by now what was missing",
			"%s: в заказе уже есть то, чего не хватало",
			"%s: у замовленні вже є те, чого бракувало",
			"%s: w zamówieniu jest już to, czego brakowało",
		},
		{"%s waits: %s", "%s ждёт: %s", "%s чекає: %s", "%s czeka: %s"},
		{"%s for %s waits: %s", "%s для %s ждёт: %s", "%s для %s чекає: %s", "%s dla %s czeka: %s"},
	}
}
