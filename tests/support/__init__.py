"""What tests share: the tables of template.yaml on a stand-in AWS, calls to handlers, made-up companies."""
