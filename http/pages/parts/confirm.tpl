{{! Inside a form: what will be so afterwards, in words, then the act that says itself again. Opened by its own summary, so that nothing
    happens by one press, with or without script. }}
<div class="confirm">
  <p>{{t:$(means)}}</p>
  <div class="buttons">{{>parts/button look=risky label=$(label)}}</div>
</div>
